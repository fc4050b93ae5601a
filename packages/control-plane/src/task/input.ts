import * as z from "zod";

export const taskInput = z.object({ taskId: z.uuid() });
export const taskListInput = z
  .object({ running: z.boolean().default(false), limit: z.int().min(1).max(200).default(50) })
  .prefault({});
export type TaskListInput = z.infer<typeof taskListInput>;
