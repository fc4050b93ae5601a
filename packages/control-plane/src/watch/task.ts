import { task } from "@v-available/db/schema/task";
import type { ObservedTask } from "@v-available/domain/observed";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { eq, inArray } from "drizzle-orm";
import type { FactWriter } from "../ledger";
import type { Memory } from "./memory";

export type TaskRecord = typeof task.$inferSelect;

/** What the adapter says of tasks that were asked for here; tasks of others are not ours to show. */
export async function followTasks(
  writer: FactWriter,
  memory: Memory,
  adapter: string,
  observed: readonly ObservedTask[],
): Promise<void> {
  if (observed.length === 0) return;
  const keys = observed.map(({ key }) => key);
  const rows = await writer.db.select().from(task).where(inArray(task.taskKey, keys));
  for (const seen of observed) {
    const row = rows.find(({ taskKey }) => taskKey === seen.key);
    if (row && row.adapter === adapter && differs(row, seen)) await writeTask(writer, row, seen, memory);
  }
}

const differs = (row: TaskRecord, seen: ObservedTask) =>
  !row.taken ||
  row.state !== seen.state ||
  row.step !== seen.step ||
  row.progressRatio !== seen.progressRatio ||
  row.etaAtMs !== seen.etaAtMs;

const OVER_SENTENCE = {
  succeeded: (title: string) => `Done: ${title}.`,
  failed: (title: string) => `Not done: ${title}.`,
  cancelled: (title: string) => `Cancelled: ${title}.`,
} as const;

/** Writes what is known of a task; its end goes on the record. */
export async function writeTask(
  writer: FactWriter,
  row: TaskRecord,
  seen: Omit<ObservedTask, "key">,
  memory: Memory | null,
): Promise<TaskRecord> {
  const over = seen.state !== "running";
  const id =
    row.subjectId ?? memory?.fleet.all(madeKind(row)).find(({ observed }) => observed.name === row.subjectName)?.id;
  const subject = { kind: row.subjectKind, ref: row.subjectRef, id: id ?? null, name: row.subjectName };
  const next: TaskRecord = {
    ...row,
    revision: writer.revision,
    taken: true,
    state: seen.state,
    step: seen.step,
    progressRatio: seen.progressRatio,
    etaAtMs: over ? null : seen.etaAtMs,
    refusal: (seen.refusal as RefusalDetail | null) ?? null,
    endedAtMs: over ? (row.endedAtMs ?? writer.nowMs) : null,
    subjectId: subject.id,
  };
  const { id: taskId, ...changes } = next;
  await writer.db.update(task).set(changes).where(eq(task.id, taskId));
  writer.touch("task", taskId, row.state === next.state && row.step === next.step ? "measure" : "state");
  if (seen.state !== "running" && row.state === "running") {
    const detail = seen.refusal ? ` ${seen.refusal.message}` : "";
    writer.append({
      atMs: writer.nowMs,
      type: `task.${seen.state}`,
      actor: "control-plane",
      actorName: "v-Available",
      sentence: `${OVER_SENTENCE[seen.state](lowerFirst(row.title))}${detail}`,
      severity: seen.state === "failed" ? "warning" : null,
      adapter: row.adapter,
      subject,
      vmIds: subject.kind === "vm" && subject.id !== null ? [subject.id] : [],
      taskId,
      causeEventId: row.askedEventId,
    });
  }
  return next;
}

/** What has no id yet is being made. */
const madeKind = ({ subjectKind }: TaskRecord): "vm" | "pair" => (subjectKind === "pair" ? "pair" : "vm");

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
