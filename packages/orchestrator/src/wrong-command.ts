import { type Command, commandSchema } from "@v-available/domain/command";
import { Refusal } from "@v-available/domain/refusal";

/**
 * A command as it came from outside, checked field by field.
 * @throws Refusal invalid, naming the first wrong field with value, limit and remedy
 */
export function parseCommand(command: unknown): Command {
  const parsed = commandSchema.safeParse(command);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const field = path.join(".");
  const value = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], command);
  const limit = issue?.message ?? "a command as the port defines it";
  throw new Refusal({
    code: "invalid",
    message: `The command was not taken: ${limit}.`,
    field,
    value: isPlain(value) ? value : null,
    limit,
    remedy: `Change ${path.at(-1) ?? "the command"} and ask again.`,
  });
}

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || ["string", "number", "boolean"].includes(typeof value);
