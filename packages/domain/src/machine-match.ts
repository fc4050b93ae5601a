import { PROTECTION_LABEL } from "./label";
import type { DialStop, Protection } from "./level";
import { type ChoiceField, MACHINE_FIELDS, type NumberField, plainText, type TextField } from "./machine-field";
import type { QueryTerm, Relation } from "./machine-query";
import type { ProtectionState } from "./state";

/** What a query looks at of one machine: made once, since a keystroke asks tens of thousands of them. */
export interface MachineSubject {
  readonly name: string;
  /** Plain words. */
  readonly words: Readonly<Record<ChoiceField | TextField, readonly string[]>>;
  readonly numbers: Readonly<Record<NumberField, number>>;
}

const WORDS_OF_LEVEL: Readonly<Record<DialStop, readonly string[]>> = {
  unprotected: ["none", "unprotected"],
  "high-availability": ["ha", "highavailability"],
  "fault-tolerance": ["ft", "faulttolerance"],
};

export function wordsOfLevel(stop: DialStop, { separation, recovery }: Protection): readonly string[] {
  return [
    ...WORDS_OF_LEVEL[stop],
    ...(separation === "site" ? ["remote"] : []),
    ...(recovery === "none" ? [] : ["dr"]),
  ];
}

export const wordsOfState = (state: ProtectionState): readonly string[] => [plainText(PROTECTION_LABEL[state].word)];

const HOLDS: Readonly<Record<Relation, (value: number, of: number, within: number) => boolean>> = {
  "<": (value, of) => value < of,
  "<=": (value, of) => value <= of,
  ">": (value, of) => value > of,
  ">=": (value, of) => value >= of,
  "=": (value, of, within) => Math.abs(value - of) <= within,
};

function holds(term: QueryTerm, subject: MachineSubject): boolean {
  if (term.field === "name") return subject.name.includes(term.part);
  if ("begins" in term) {
    const words = subject.words[term.field];
    return term.begins.some((begin) => words.some((word) => word.startsWith(begin)));
  }
  return HOLDS[term.relation](subject.numbers[term.field], term.value, MACHINE_FIELDS[term.field].within);
}

export const matchesQuery = (terms: readonly QueryTerm[], subject: MachineSubject): boolean =>
  terms.every((term) => holds(term, subject) !== term.not);
