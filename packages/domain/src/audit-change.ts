/** One field that differs; `null` where there was none, or is none now. */
export interface AuditChange {
  /** "policy.restartPriority"; empty where the whole is one value. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;
const wordsOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function* fields(value: unknown, path: string): Generator<[string, string]> {
  if (value === null || value === undefined) return;
  if (isPlain(value)) yield [path, wordsOf(value)];
  // A list of names is one field: who reads it wants the names, not their places.
  else if (Array.isArray(value) && value.every(isPlain))
    yield [path, value.length === 0 ? "none" : value.map(wordsOf).join(", ")];
  else
    for (const [key, item] of Object.entries(value as object))
      yield* fields(item, path === "" ? key : `${path}.${key}`);
}

/** What differs between two states, field by field, in the order of the newer one. */
export function auditChanges(before: unknown, after: unknown): AuditChange[] {
  const was = new Map(fields(before, ""));
  const is = new Map(fields(after, ""));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((path) => {
    const change = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}
