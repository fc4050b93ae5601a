import { task } from "@v-available/db/schema/task";
import { eq } from "drizzle-orm";
import type { Environment } from "../environment";
import type { Live } from "../live";
import type { TaskRecord } from "../watch/task";

/** Longer than this and the caller is told that the task runs; its page shows what becomes of it. */
const LONGEST_WAIT_MS = 5_000;

/** Follows a task, by the live stream, until the controller has asked the backend for it. */
export async function untilTaken({ db, clock }: Environment, live: Live, row: TaskRecord): Promise<TaskRecord> {
  const stop = new AbortController();
  const callOff = clock.after(LONGEST_WAIT_MS, () => stop.abort());
  try {
    for await (const message of live.changes({ after: live.revision, signal: stop.signal })) {
      if (message.type === "alive" && message.revision < row.revision) continue;
      const [now] = await db.read((tx) => tx.select().from(task).where(eq(task.id, row.id)));
      if (now && (now.taken || now.state !== "running")) return now;
    }
    return row;
  } finally {
    callOff();
    stop.abort();
  }
}
