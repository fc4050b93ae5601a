import type { HostRecord, Observed, ObservedKind, ObservedTask } from "@v-available/domain/observed";
import type { Observation } from "@v-available/orchestrator/observation";
import type { Fleet } from "./fleet";
import { type Weight, weightOf } from "./weight";

export interface Changed {
  readonly observed: Observed;
  weight: Weight;
}

/** Observations in order, folded to what has to be written: the last value of each thing, and every record. */
export interface Batch {
  readonly cursor: string | null;
  readonly atMs: number;
  /** When pairs that are heard with all others were last heard; null where none is heard that way. */
  readonly heardAtMs: number | null;
  /** By "kind ref". */
  readonly changed: ReadonlyMap<string, Changed>;
  readonly removed: readonly { readonly kind: ObservedKind; readonly ref: string }[];
  readonly tasks: readonly ObservedTask[];
  readonly records: readonly HostRecord[];
  /** True where a person would notice: it is written at once, not at the next second. */
  readonly urgent: boolean;
}

export function foldObservations(fleet: Fleet, observations: readonly Observation[]): Batch {
  const changed = new Map<string, Changed>();
  const removed = new Map<string, { kind: ObservedKind; ref: string }>();
  const tasks = new Map<string, ObservedTask>();
  const records: HostRecord[] = [];
  let urgent = false;

  const put = (observed: Observed) => {
    const key = `${observed.kind} ${observed.ref}`;
    const before = fleet.get(observed.kind, observed.ref)?.observed;
    const earlier = changed.get(key);
    const was = earlier?.observed ?? (removed.has(key) ? undefined : before);
    removed.delete(key);
    const weight = was ? heavier(weightOf(was, observed), earlier?.weight ?? "none") : "state";
    if (weight !== "none") changed.set(key, { observed, weight });
  };
  const remove = (kind: ObservedKind, ref: string) => {
    const key = `${kind} ${ref}`;
    changed.delete(key);
    if (fleet.get(kind, ref)) removed.set(key, { kind, ref });
  };

  for (const observation of observations) {
    if (observation.type === "snapshot") {
      const present = new Set(observation.entities.map(({ kind, ref }) => `${kind} ${ref}`));
      for (const key of changed.keys()) if (!present.has(key)) changed.delete(key);
      for (const { kind, ref } of fleet.keys()) if (!present.has(`${kind} ${ref}`)) remove(kind, ref);
      for (const entity of observation.entities) put(entity);
    } else {
      // A thing may be replaced within one change: first what went, then what came.
      for (const { kind, ref } of observation.removed) remove(kind, ref);
      for (const entity of observation.upserts) put(entity);
    }
    for (const task of observation.tasks) tasks.set(task.key, task);
    records.push(...observation.records);
  }
  const last = observations[observations.length - 1];
  urgent =
    records.length > 0 || removed.size > 0 || tasks.size > 0 || [...changed.values()].some((c) => c.weight === "state");
  return {
    cursor: last?.cursor ?? null,
    atMs: last?.atMs ?? 0,
    heardAtMs: last?.heardAtMs ?? null,
    changed,
    removed: [...removed.values()],
    tasks: [...tasks.values()],
    records,
    urgent,
  };
}

const ORDER: readonly Weight[] = ["none", "heard", "measure", "state"];
const heavier = (a: Weight, b: Weight): Weight => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);
