import type { ZodError } from "zod";
import type { RefusalDetail } from "./refusal";
import { numberWords } from "./wording";

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
    case "unrecognized_keys":
      return "the fields of its schema";
    case "invalid_union":
      return waysOf(issue).join(", or ");
    default:
      return issue.message;
  }
}

const valueAt = (input: unknown, path: Issue["path"]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );

type Union = Extract<Issue, { code: "invalid_union" }>;

/** Each of what could stand there, as far as it is known: "none, or an object". */
const waysOf = ({ errors, ...rest }: Union): string[] =>
  // Where one field says which it is, these are what it may say.
  "options" in rest && Array.isArray(rest.options)
    ? rest.options.map(String)
    : errors.flatMap(([first]) => (first ? [[first.path.join("."), limitOf(first)].filter(Boolean).join(": ")] : []));

/** How far what was sent is from this way of a union; null where it is of another kind altogether. */
function distanceOf(issues: readonly Issue[]): number | null {
  if (issues.some(({ path, code }) => path.length === 0 && code !== "unrecognized_keys")) return null;
  return issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
}

/** Of what fits no way of a union it is told what is wrong by the way that was meant, where one is nearer than the others. */
function within(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const near = issue.errors
    .flatMap((issues) => {
      const distance = distanceOf(issues);
      return distance === null ? [] : [{ issues, distance }];
    })
    .sort((one, other) => one.distance - other.distance);
  const [first, second] = near;
  const told = first && first.distance !== second?.distance ? firstOf(first.issues) : undefined;
  return told ? { ...told, path: [...issue.path, ...told.path] } : issue;
}

/** A key that is not known goes first: it is often the misspelt one of those that are missing. */
function firstOf(issues: readonly Issue[]): Issue | undefined {
  const told = issues.map(within);
  return told.find(({ code }) => code === "unrecognized_keys") ?? told[0];
}

const LONGEST_VALUE = 200;
function scalarOf(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object"
    ? JSON.stringify(value).slice(0, LONGEST_VALUE)
    : (value as string | number | boolean);
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

function messageOf(issue: Issue): string {
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => [...issue.path, key].join("."));
    return `There is no ${keys.join(", ")} in it.`;
  }
  return issue.code === "invalid_union" ? `Expected ${limitOf(issue)}.` : sentence(issue.message);
}

/** The first thing that is wrong with what was sent: the field, its value as it came, the limit, and what to do. */
export function refusalOfInput(error: ZodError, input: unknown): RefusalDetail {
  const issue = firstOf(error.issues);
  if (!issue) return { code: "invalid", message: "The input is not valid." };
  const unknown = issue.code === "unrecognized_keys";
  const path = unknown ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const field = path.join(".");
  return {
    code: "invalid",
    message: messageOf(issue),
    ...(field === "" ? {} : { field }),
    value: scalarOf(valueAt(input, path)),
    limit: limitOf(issue),
    remedy: unknown ? "Remove it, or correct its name." : "Choose a value within the limit.",
  };
}
