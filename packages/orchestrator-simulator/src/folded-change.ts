import type { Observed } from "@v-available/domain/observed";
import type { Change } from "@v-available/orchestrator/observation";

/** Two changes as one: the newer value of everything, all records in order. For watchers that are behind. */
export function fold(earlier: Change, later: Change): Change {
  const upserts = new Map<string, Observed>();
  const gone = new Set(later.removed.map(({ kind, ref }) => `${kind} ${ref}`));
  for (const entity of [...earlier.upserts, ...later.upserts]) upserts.set(`${entity.kind} ${entity.ref}`, entity);
  for (const key of gone) upserts.delete(key);
  const tasks = new Map([...earlier.tasks, ...later.tasks].map((task) => [task.key, task]));
  return {
    type: "change",
    cursor: later.cursor,
    atMs: later.atMs,
    heardAtMs: later.heardAtMs,
    upserts: [...upserts.values()],
    removed: [...earlier.removed, ...later.removed],
    tasks: [...tasks.values()],
    records: [...earlier.records, ...later.records],
  };
}
