import * as z from "zod";

export const taskInput = z.object({ taskId: z.uuid() });
export const taskListInput = z
  .object({
    running: z.boolean().default(false),
    limit: z.int().min(1).max(200).default(50),
    /** Only those that were asked for with these keys. */
    taskKeys: z.array(z.uuid()).max(200).optional(),
  })
  .prefault({});
export type TaskListInput = z.infer<typeof taskListInput>;
