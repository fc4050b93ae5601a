import { task } from "@v-available/db/schema/task";
import { type Drill, drillSentence, drillsOf, drillTarget, drillVerdict } from "@v-available/domain/drill";
import type { ObservedVm } from "@v-available/domain/observed";
import { and, desc, eq, inArray, lte } from "drizzle-orm";
import type { Batch } from "./batch";
import type { DiagnosisContext } from "./diagnosis";
import type { Fleet } from "./fleet";

type Ended = Exclude<Drill, { state: "running" }>;
export interface EndedDrill {
  readonly vm: ObservedVm;
  readonly drill: Ended;
}

/** Drills that were not known to have ended, oldest first: asked before the facts are replaced. */
export function endedDrills(fleet: Fleet, batch: Batch): EndedDrill[] {
  return [...batch.changed.values()].flatMap(({ observed }) => {
    if (observed.kind !== "vm") return [];
    const before = fleet.get("vm", observed.ref)?.observed;
    const known = new Set(
      before
        ? drillsOf(before)
            .filter(isEnded)
            .map(({ startedAtMs }) => startedAtMs)
        : [],
    );
    const ended = drillsOf(observed).filter(isEnded);
    return ended
      .filter(({ startedAtMs }) => !known.has(startedAtMs))
      .reverse()
      .map((drill) => ({ vm: observed, drill }));
  });
}

const isEnded = (drill: Drill): drill is Ended => drill.state !== "running";

/** What a drill has shown goes on the record: a proof that nobody can find is none. */
export async function tellDrills(
  { writer, memory, adapter }: Pick<DiagnosisContext, "writer" | "memory" | "adapter">,
  ended: readonly EndedDrill[],
): Promise<void> {
  for (const { vm, drill } of ended) {
    const id = memory.fleet.get("vm", vm.ref)?.id ?? null;
    // Ordered by somebody, or the last step of making the copy.
    const [asked] = id
      ? await writer.db
          .select({ id: task.id, eventId: task.askedEventId })
          .from(task)
          .where(
            and(
              eq(task.subjectId, id),
              inArray(task.kind, ["vm.drill", "vm.protect", "vm.create"]),
              lte(task.startedAtMs, drill.endedAtMs),
            ),
          )
          .orderBy(desc(task.startedAtMs))
          .limit(1)
      : [];
    const proven = drill.state === "measured" && drillVerdict(drill, drillTarget(vm.declared)).passed;
    writer.append({
      atMs: drill.endedAtMs,
      type: `drill.${drill.state}`,
      actor: "control-plane",
      actorName: "v-Available",
      sentence: drillSentence(vm, drill),
      severity: proven ? null : "warning",
      adapter,
      subject: { kind: "vm", ref: vm.ref, id, name: vm.name },
      pairId: memory.fleet.get("pair", vm.pairRef)?.id ?? null,
      vmIds: id ? [id] : [],
      taskId: asked?.id ?? null,
      causeEventId: asked?.eventId ?? null,
    });
  }
}
