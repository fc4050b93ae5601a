import { taskInput, taskListInput } from "@v-available/control-plane/task/input";
import { procedure, router } from "../trpc";

export const task = router({
  list: procedure.input(taskListInput).query(({ ctx, input }) => ctx.queries.taskList(input)),
  get: procedure.input(taskInput).query(({ ctx, input }) => ctx.queries.task(input.taskId)),
});
