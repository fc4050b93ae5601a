import type { Command } from "@v-available/domain/command";
import { Refusal } from "@v-available/domain/refusal";
import type * as z from "zod";

/** The first thing that is wrong with a command, as a refusal that names the field. */
export function refuseWhatIsWrong(command: Command, error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const field = path.join(".");
  const value = valueAt(command, path);
  const limit = limitOf(issue);
  return new Refusal({
    code: "invalid",
    message: `The command was not understood: ${field === "" ? "" : `${field}: `}${issue?.message ?? "it has another form"}.`,
    field,
    value: isPlain(value) ? value : null,
    limit,
    remedy: `Give ${path.at(-1) ?? "the command"} as ${limit}.`,
  });
}

type Plain = string | number | boolean | null;
const isPlain = (value: unknown): value is Plain =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

const valueAt = (from: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], from);

function limitOf(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_value":
      return `one of: ${issue.values.join(", ")}`;
    default:
      return issue?.message ?? "what the command's definition says";
  }
}
