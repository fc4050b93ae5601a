import type { RefusalDetail } from "@v-available/domain/refusal";
import { numberWords } from "@v-available/domain/wording";
import type { ZodError } from "zod";

type Issue = ZodError["issues"][number];

const TYPE_WORD: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
};

/** A limit of 0.05 is not one of 0: only whole numbers have their thousands set apart. */
const boundWords = (bound: number | bigint): string =>
  Number.isInteger(Number(bound)) ? numberWords(Number(bound)) : String(bound);

function limitOf(issue: Issue): string {
  switch (issue.code) {
    case "too_small":
      return `at least ${boundWords(issue.minimum)}${issue.origin === "string" ? " characters" : ""}`;
    case "too_big":
      return `at most ${boundWords(issue.maximum)}${issue.origin === "string" ? " characters" : ""}`;
    case "invalid_type":
      return TYPE_WORD[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    default:
      return issue.message;
  }
}

const valueAt = (input: unknown, path: Issue["path"]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

/** The first thing that is wrong with what was sent: the field, its value as it came, the limit, and what to do. */
export function refusalOfInput(error: ZodError, input: unknown): RefusalDetail {
  const issue = error.issues[0];
  if (!issue) return { code: "invalid", message: "The input is not valid." };
  const field = issue.path.join(".");
  const value = valueAt(input, issue.path);
  return {
    code: "invalid",
    message: sentence(issue.message),
    ...(field === "" ? {} : { field }),
    value: typeof value === "object" || value === undefined ? null : (value as string | number | boolean),
    limit: limitOf(issue),
    remedy: "Choose a value within the limit.",
  };
}
