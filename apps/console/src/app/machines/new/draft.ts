import type { CreatePreview, FieldCheckView } from "@v-available/api/view/create-preview";
import { DIAL_STOPS } from "@v-available/domain/level";
import type { MachineTemplate } from "@v-available/domain/machine-template";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { SIDES } from "@v-available/domain/state";
import { fieldError } from "../../../view/refusal-fields";
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

/** An empty or half-typed number is sent as it is, so that the refusal about it is the server's own. */
const amount = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));
const orNull = (text: string): string | null => text.trim() || null;

/** As the server is asked about it, and later for it. */
export const definitionOfDraft = (draft: Draft) => ({
  vcpus: amount(draft.vcpus),
  memoryMiB: amount(draft.memory),
  diskMiB: amount(draft.disk),
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

const asRefusal = ({ field, sentence, limit, remedy }: FieldCheckView): RefusalDetail => ({
  code: "blocked",
  message: sentence,
  field,
  ...(limit === null ? {} : { limit }),
  ...(remedy === null ? {} : { remedy }),
});

/** Under each field what is wrong with it: what the last try was refused for, else what admission would refuse it for. */
export function wrongWith(
  field: ShownField,
  refusals: readonly (RefusalDetail | null)[],
  at: CreatePreview["at"],
): string | undefined {
  const blocks = at?.checks.filter(({ verdict }) => verdict === "block").map(asRefusal) ?? [];
  for (const refusal of [...refusals, ...blocks]) {
    const text = fieldError(refusal, field);
    if (text !== undefined) return text;
  }
  return undefined;
}
