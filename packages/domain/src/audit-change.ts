/** One leaf that differs; `null` where there was nothing, or is nothing now. */
export interface AuditChange {
  /** "policy.restartPriority", "sites.0"; empty where the whole is one value. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const wordsOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function* leaves(value: unknown, path: string): Generator<[string, string]> {
  if (value === null || value === undefined) return;
  const inner = typeof value === "object" ? Object.entries(value) : [];
  if (inner.length === 0) yield [path, wordsOf(value)];
  for (const [key, item] of inner) yield* leaves(item, path === "" ? key : `${path}.${key}`);
}

/** What differs between two states, leaf by leaf, in the order of the newer one. */
export function auditChanges(before: unknown, after: unknown): AuditChange[] {
  const was = new Map(leaves(before, ""));
  const is = new Map(leaves(after, ""));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((path) => {
    const change = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}
