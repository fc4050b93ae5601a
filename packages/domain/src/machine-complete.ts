import { isMachineField, MACHINE_FIELD_NAMES, MACHINE_FIELDS, type MachineFieldName, plainText } from "./machine-field";
import { parseMachineQuery, wordAt } from "./machine-query";

/** One way to go on with a query. */
export interface Proposal {
  /** The whole text as it is after it was taken. */
  readonly text: string;
  /** Where one types on. */
  readonly caret: number;
  readonly label: string;
  readonly says: string;
}

/** What a query is asked for at one place of its text. */
export interface Completion {
  /** The values of this field in the fleet are wanted; null where none are. */
  readonly wants: { readonly field: MachineFieldName; readonly begins: string } | null;
  /** @param values what the fleet has, with how many machines; those of a choice are known without it */
  propose(values: readonly { readonly value: string; readonly machines: number }[]): readonly Proposal[];
}

const MOST = 12;
const RELATION_SAYS = [
  [">", "more than"],
  [">=", "at least"],
  ["<", "less than"],
  ["<=", "at most"],
  ["=", "just"],
] as const;
/** What one compares with most; any other number can be typed. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  cpu: [50, 80, 90],
  vcpus: [2, 4, 8],
  memory: [4, 16, 64],
  disk: [20, 100, 500],
};

/** As it can be typed without quotation marks, wherever that means the same. */
function typed(value: string): string {
  const plain = value.replaceAll(/\s+/g, "-");
  return /[",:<>=]/.test(plain) ? `"${value.replaceAll('"', "")}"` : plain;
}

const machinesWords = (machines: number): string => (machines === 1 ? "1 machine" : `${machines} machines`);

/** @param caret where one types, counted in letters */
export function completeMachineQuery(text: string, caret: number): Completion {
  const { from, to } = wordAt(text, caret);
  const word = text.slice(from, to);
  const not = word.startsWith("-") ? "-" : "";
  const rest = word.slice(not.length);
  const proposal = (into: string, label: string, says: string, goesOn: boolean): Proposal => {
    const after = text.slice(to);
    const put = `${not}${into}${goesOn || after.startsWith(" ") ? "" : " "}`;
    return {
      text: `${text.slice(0, from)}${put}${after}`,
      caret: from + put.length + (!goesOn && after.startsWith(" ") ? 1 : 0),
      label,
      says,
    };
  };
  const [, name = "", relation = "", value = ""] = /^([\p{L}\p{N}_-]*)(:|<=|>=|<|>|=|)(.*)$/su.exec(rest) ?? [];
  const field = name.toLowerCase();

  if (relation === "" && value === "")
    return {
      wants: null,
      propose: () =>
        MACHINE_FIELD_NAMES.filter((one) => one.startsWith(field)).flatMap((one) => {
          const known = MACHINE_FIELDS[one];
          if (known.kind !== "number") return [proposal(`${one}:`, `${one}:`, known.says, true)];
          // Of a number the relation is the next question, as soon as it is clear which one is meant.
          if (one !== field) return [proposal(one, one, known.says, true)];
          return RELATION_SAYS.map(([sign, says]) => proposal(`${one}${sign}`, `${one}${sign}`, says, true));
        }),
    };
  if (!isMachineField(field)) return { wants: null, propose: () => [] };
  const known = MACHINE_FIELDS[field];
  if (known.kind === "number") {
    const isBegun = value !== "";
    return {
      wants: null,
      propose: () =>
        isBegun
          ? []
          : (NUMBERS[field] ?? []).map((number) =>
              proposal(`${field}${relation}${number}`, `${number}${known.unit && ` ${known.unit}`}`, known.says, false),
            ),
    };
  }
  const comma = value.lastIndexOf(",") + 1;
  const [others, begun] = [value.slice(0, comma), value.slice(comma)];
  const begins = plainText(begun);
  const whole = (one: string) => `${field}${relation}${others}${typed(one)}`;
  return {
    wants: { field, begins: begun.replaceAll('"', "") },
    propose(values) {
      const counts = new Map(values.map((one) => [plainText(one.value), one]));
      const words: readonly string[] =
        known.kind === "choice"
          ? known.words.filter((one) => plainText(one).startsWith(begins))
          : values.map((one) => one.value).filter((one) => plainText(one).startsWith(begins));
      return words.slice(0, MOST).map((one) => {
        const machines = counts.get(plainText(one))?.machines;
        return proposal(whole(one), one, machines === undefined ? known.says : machinesWords(machines), false);
      });
    },
  };
}

/** How many letters must change to make one of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The word that was probably meant; null where none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  const plain = plainText(word);
  const ranked = words.map((one) => ({ one, away: distance(plain, plainText(one)) })).sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= Math.max(1, Math.floor(plain.length / 3)) ? best.one : null;
}

export interface Mending {
  readonly wrong: string;
  readonly right: string;
  /** The whole text with it. */
  readonly text: string;
}

/** How the first word that means nothing would mean something; null where all do, or nobody can guess. */
export function mendMachineQuery(text: string): Mending | null {
  const [problem] = parseMachineQuery(text).problems;
  if (problem === undefined) return null;
  const wrong = String(problem.value);
  const field = problem.field?.slice("filter.".length) ?? "";
  const right = isMachineField(field)
    ? nearest(wrong, MACHINE_FIELDS[field].kind === "choice" ? MACHINE_FIELDS[field].words : [])
    : nearest(wrong, MACHINE_FIELD_NAMES);
  if (right === null || !text.toLowerCase().includes(wrong.toLowerCase())) return null;
  const at = text.toLowerCase().lastIndexOf(wrong.toLowerCase());
  return { wrong, right, text: `${text.slice(0, at)}${right}${text.slice(at + wrong.length)}` };
}
