import type { task } from "@v-available/db/schema/task";
import type { TaskView } from "../view/task";

export const taskView = (row: typeof task.$inferSelect): TaskView => ({
  id: row.id,
  revision: row.revision,
  taskKey: row.taskKey,
  kind: row.kind,
  title: row.title,
  subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
  state: row.state,
  step: row.step,
  progressRatio: row.progressRatio,
  etaAtMs: row.etaAtMs,
  refusal: row.refusal,
  startedAtMs: row.startedAtMs,
  endedAtMs: row.endedAtMs,
  startedBy: row.startedBy,
});
