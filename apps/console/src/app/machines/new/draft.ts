import { DIAL_STOPS } from "@v-available/domain/level";
import type { MachineTemplate } from "@v-available/domain/machine-template";
import { SIDES } from "@v-available/domain/state";
import { amountOf } from "../../../view/amount";
import { type ChosenLevel, protectionOfChoice } from "../level-choice";

/** What is filled in, by the names that it has in the address. */
export const DRAFT_PARAMS = [
  "template",
  "name",
  "vcpus",
  "memory",
  "disk",
  "image",
  "guest",
  "mac",
  "ip",
  "level",
  "sites",
  "recovery",
  "find",
  "pair",
  "side",
] as const;
export type DraftParam = (typeof DRAFT_PARAMS)[number];
export type Draft = Readonly<Record<DraftParam, string>>;

const GUESTS = ["linux", "windows", "other"] as const;

/** All of it but the name: what was chosen of the level or the size before is written over. */
export const fromTemplate = (template: MachineTemplate): Partial<Draft> => ({
  template: template.key,
  vcpus: String(template.vcpus),
  memory: String(template.memoryMiB),
  disk: String(template.diskMiB),
  guest: template.guest,
  level: template.stop,
  image: "",
  sites: "",
  recovery: "",
});

export const levelOfDraft = ({ level, sites, recovery }: Draft): ChosenLevel => ({
  stop: DIAL_STOPS.find((stop) => stop === level) ?? "high-availability",
  twoSites: sites === "two",
  recovery: recovery === "yes",
});

export const levelParams = ({ stop, twoSites, recovery }: ChosenLevel): Partial<Draft> => ({
  level: stop,
  sites: twoSites ? "two" : "",
  recovery: recovery ? "yes" : "",
});

const orNull = (text: string): string | null => text.trim() || null;

/** As the server is asked about it, and later for it. */
export const definitionOfDraft = (draft: Draft) => ({
  vcpus: amountOf(draft.vcpus),
  memoryMiB: amountOf(draft.memory),
  diskMiB: amountOf(draft.disk),
  image: orNull(draft.image),
  guest: GUESTS.find((guest) => guest === draft.guest) ?? "other",
  mac: orNull(draft.mac)?.toLowerCase() ?? null,
  ip: orNull(draft.ip),
  side: SIDES.find((side) => side === draft.side) ?? null,
  protection: protectionOfChoice(levelOfDraft(draft)),
});

/** What the form has a place for. */
export const SHOWN_FIELDS = [
  "name",
  "vcpus",
  "memoryMiB",
  "diskMiB",
  "image",
  "mac",
  "ip",
  "pairId",
  "side",
  "protection",
] as const;
export type ShownField = (typeof SHOWN_FIELDS)[number];
