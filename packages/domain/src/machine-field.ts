import { PROTECTION_LABEL } from "./label";
import { PROTECTION_STATES } from "./state";

/** Letters and digits only, so that "At risk", "at-risk" and "AtRisk" are one. */
export const plainText = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** What a query of machines may ask for. The words of a choice are written as a person would type them. */
export const MACHINE_FIELDS = {
  level: {
    kind: "choice",
    says: "declared level",
    words: ["ft", "ha", "none", "remote", "dr", "fault-tolerance", "high-availability", "unprotected"],
  },
  state: {
    kind: "choice",
    says: "state now",
    words: PROTECTION_STATES.map((state) => PROTECTION_LABEL[state].word.toLowerCase().replaceAll(" ", "-")),
  },
  power: { kind: "choice", says: "on or off, as asked", words: ["on", "off"] },
  guest: { kind: "choice", says: "guest system", words: ["linux", "windows", "other"] },
  site: { kind: "text", says: "site or region" },
  pair: { kind: "text", says: "pair of hosts" },
  host: { kind: "text", says: "host it runs on" },
  cpu: { kind: "number", says: "load in percent", unit: "%", units: { "%": 1 }, within: 0.5 },
  vcpus: { kind: "number", says: "number of vCPUs", unit: "", units: {}, within: 0 },
  memory: {
    kind: "number",
    says: "memory in GiB",
    unit: "GiB",
    units: { mib: 1 / 1024, gib: 1, tib: 1024 },
    within: 0,
  },
  disk: { kind: "number", says: "disk in GiB", unit: "GiB", units: { mib: 1 / 1024, gib: 1, tib: 1024 }, within: 0 },
} as const satisfies Record<string, MachineField>;

type MachineField =
  | { readonly kind: "choice"; readonly says: string; readonly words: readonly string[] }
  | { readonly kind: "text"; readonly says: string }
  | {
      readonly kind: "number";
      readonly says: string;
      readonly unit: string;
      /** What one of each unit is in the field's own. */
      readonly units: Readonly<Record<string, number>>;
      /** How far off a value may be that is shown as this one. */
      readonly within: number;
    };

export type MachineFieldName = keyof typeof MACHINE_FIELDS;
type OfKind<Kind extends MachineField["kind"]> = {
  [Name in MachineFieldName]: (typeof MACHINE_FIELDS)[Name]["kind"] extends Kind ? Name : never;
}[MachineFieldName];
export type ChoiceField = OfKind<"choice">;
export type TextField = OfKind<"text">;
export type NumberField = OfKind<"number">;

export const MACHINE_FIELD_NAMES = Object.keys(MACHINE_FIELDS) as readonly MachineFieldName[];
export const isMachineField = (text: string): text is MachineFieldName => Object.hasOwn(MACHINE_FIELDS, text);
