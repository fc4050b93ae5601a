import {
  type ChoiceField,
  isMachineField,
  MACHINE_FIELD_NAMES,
  MACHINE_FIELDS,
  type MachineFieldName,
  type NumberField,
  plainText,
  type TextField,
} from "./machine-field";
import type { RefusalDetail } from "./refusal";

export const RELATIONS = ["<=", ">=", "<", ">", "="] as const;
export type Relation = (typeof RELATIONS)[number];

/** One word of a query. Several must all hold; of several values of one, any. */
export type QueryTerm = { readonly not: boolean } & (
  | { readonly field: "name"; readonly part: string }
  /** The beginnings of plain words. */
  | { readonly field: ChoiceField | TextField; readonly begins: readonly string[] }
  | { readonly field: NumberField; readonly relation: Relation; readonly value: number }
);

/** The text of a query as it was understood. Where there is a problem, the terms are those without one. */
export interface MachineQuery {
  readonly terms: readonly QueryTerm[];
  readonly problems: readonly RefusalDetail[];
  /** The text without the words that mean nothing, or nothing yet: the same terms, and nothing to refuse. */
  readonly understood: string;
}

/** Spaces part words, except between quotation marks. A mark that is still open goes to the end. */
const WORD = /(?:[^\s"]|"[^"]*"?)+/g;
const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/** From where to where the word goes that lies at a place of the text; of no length where none does. */
export function wordAt(text: string, caret: number): { readonly from: number; readonly to: number } {
  for (const found of text.matchAll(WORD)) {
    const to = found.index + found[0].length;
    if (found.index <= caret && caret <= to) return { from: found.index, to };
  }
  return { from: caret, to: caret };
}

interface SplitWord {
  readonly not: boolean;
  /** Null where the word is part of a name. */
  readonly field: string | null;
  readonly relation: Relation | ":" | null;
  readonly value: string;
}

/** `-cpu>=80` in its parts; quotation marks are still there. */
function splitWord(word: string): SplitWord {
  const not = word.startsWith("-");
  const rest = not ? word.slice(1) : word;
  const [, field, relation, value] = /^([\p{L}\p{N}_-]+)(:|<=|>=|<|>|=)(.*)$/su.exec(rest) ?? [];
  return field === undefined
    ? { not, field: null, relation: null, value: rest }
    : { not, field: field.toLowerCase(), relation: relation as Relation | ":", value: value ?? "" };
}

const unquoted = (text: string): string => text.replaceAll('"', "");

/** Commas part values, except between quotation marks. */
const valuesOf = (text: string): string[] =>
  [...text.matchAll(/(?:[^,"]|"[^"]*"?)+/g)]
    .map(([value]) => unquoted(value))
    .filter((value) => plainText(value) !== "");

/** The same for the browser, which marks what is wrong while one types, and for the server, which refuses it. */
export function parseMachineQuery(text: string): MachineQuery {
  const terms: QueryTerm[] = [];
  const problems: RefusalDetail[] = [];
  const understood: string[] = [];
  for (const word of wordsOf(text)) {
    const read = readWord(splitWord(word));
    if (read === null) continue;
    if ("message" in read) problems.push(read);
    else {
      terms.push(read);
      understood.push(word);
    }
  }
  return { terms, problems, understood: understood.join(" ") };
}

/** Null where the word is still being typed: it narrows nothing yet. */
function readWord({ not, field, relation, value }: SplitWord): QueryTerm | RefusalDetail | null {
  if (field === null) {
    const part = unquoted(value).toLowerCase();
    return part === "" ? null : { not, field: "name", part };
  }
  if (!isMachineField(field)) return noSuchField(field);
  const known = MACHINE_FIELDS[field];
  if (known.kind === "number") return readNumber(not, field as NumberField, relation === ":" ? "=" : relation, value);
  if (relation !== ":" && relation !== "=") return notANumber(field, relation ?? ":", value);
  const values = valuesOf(value);
  if (values.length === 0) return null;
  if (known.kind === "choice") {
    const words: readonly string[] = known.words;
    const wrong = values.find((one) => !words.some((word) => plainText(word).startsWith(plainText(one))));
    if (wrong !== undefined) return noSuchChoice(field, wrong, words);
  }
  return { not, field: field as ChoiceField | TextField, begins: values.map(plainText) };
}

function readNumber(
  not: boolean,
  field: NumberField,
  relation: Relation | null,
  text: string,
): QueryTerm | RefusalDetail | null {
  const typed = unquoted(text).trim();
  if (relation === null || typed === "") return null;
  const { unit, units } = MACHINE_FIELDS[field];
  const [, digits, suffix = ""] = /^(\d+(?:\.\d+)?)\s*(.*)$/s.exec(typed) ?? [];
  const factor = suffix === "" ? 1 : (units as Readonly<Record<string, number>>)[suffix.toLowerCase()];
  if (digits === undefined || factor === undefined) {
    const limit = `a number${unit === "" ? "" : ` of ${unit}`}, with ${RELATIONS.join(", ")} or : before it`;
    return {
      code: "invalid",
      message: `“${typed}” is not a number that ${field} could be compared with.`,
      field: `filter.${field}`,
      value: typed,
      limit,
      remedy: `Write for example ${field}>=${field === "cpu" ? "80" : "16"}.`,
    };
  }
  return { not, field, relation, value: Number(digits) * factor };
}

const noSuchField = (field: string): RefusalDetail => ({
  code: "invalid",
  message: `There is no field “${field}” to filter machines by.`,
  field: `filter.${field}`,
  value: field,
  limit: MACHINE_FIELD_NAMES.join(", "),
  remedy: `Choose one of these, or put the word into quotation marks to look for it in names.`,
});

const noSuchChoice = (field: MachineFieldName, value: string, words: readonly string[]): RefusalDetail => ({
  code: "invalid",
  message: `There is no ${field} “${value}”.`,
  field: `filter.${field}`,
  value,
  limit: words.join(", "),
  remedy: "Choose one of these; its beginning is enough.",
});

const notANumber = (field: MachineFieldName, relation: string, value: string): RefusalDetail => ({
  code: "invalid",
  message: `${field} is not a number, so “${relation}” says nothing of it.`,
  field: `filter.${field}`,
  value: `${relation}${value}`,
  limit: `${field}: and a word`,
  remedy: `Write ${field}:${unquoted(value) || "…"}.`,
});
