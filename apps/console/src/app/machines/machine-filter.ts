import type { MachineRow } from "@v-available/api/view/machine";
import type { ProtectionState } from "@v-available/domain/state";
import { protectionWord } from "../../view/staleness";

/** The words that narrow a list of machines, as typed: `level:ft site:lit state:degraded` and parts of a name. */
export interface MachineFilter {
  readonly terms: readonly { readonly key: FilterKey | "name"; readonly value: string }[];
  /** Keys that do not exist, to be named to the reader. */
  readonly unknownKeys: readonly string[];
}

export const FILTER_KEYS = ["level", "state", "site", "pair", "host", "power"] as const;
export type FilterKey = (typeof FILTER_KEYS)[number];

const isKey = (text: string): text is FilterKey => (FILTER_KEYS as readonly string[]).includes(text);

/** Letters and digits only, so that "At risk", "at-risk" and "AtRisk" are one. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

export function parseFilter(text: string): MachineFilter {
  const terms: { key: FilterKey | "name"; value: string }[] = [];
  const unknownKeys: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    if (word === "") continue;
    const colon = word.indexOf(":");
    if (colon === -1) {
      terms.push({ key: "name", value: word.toLowerCase() });
      continue;
    }
    const key = word.slice(0, colon).toLowerCase();
    const value = plain(word.slice(colon + 1));
    if (!isKey(key)) unknownKeys.push(key);
    // A key that is still being typed narrows nothing yet.
    else if (value !== "") terms.push({ key, value });
  }
  return { terms, unknownKeys };
}

const LEVEL_WORDS = {
  unprotected: ["none", "unprotected"],
  "high-availability": ["ha", "highavailability"],
  "fault-tolerance": ["ft", "faulttolerance"],
} as const satisfies Record<MachineRow["declaredStop"], readonly string[]>;

function levelWords(row: MachineRow): string[] {
  const words: string[] = [...LEVEL_WORDS[row.declaredStop]];
  if (row.declared.separation === "site") words.push("remote", "ra");
  if (row.declared.recovery !== "none") words.push("dr", "disasterrecovery");
  return words;
}

const KEY_VALUES = {
  level: levelWords,
  state: (_row, state) => [plain(state), plain(protectionWord(state))],
  site: (row) => [plain(row.site.name), plain(row.region)],
  pair: (row) => [plain(row.pair.name)],
  host: (row) => [plain(row.hosts[row.activeSide])],
  power: (row) => [row.desiredPower],
} as const satisfies Record<FilterKey, (row: MachineRow, state: ProtectionState) => readonly string[]>;

/** All words must hold. `state` is what may be believed now, which is not always what was answered. */
export function matches(filter: MachineFilter, row: MachineRow, state: ProtectionState): boolean {
  return filter.terms.every(({ key, value }) =>
    key === "name"
      ? row.name.toLowerCase().includes(value)
      : KEY_VALUES[key](row, state).some((candidate) => candidate.startsWith(value)),
  );
}
