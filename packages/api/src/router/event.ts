import { eventListInput } from "@v-available/control-plane/event/input";
import { procedure, router } from "../trpc";

export const event = router({
  list: procedure.input(eventListInput).query(({ ctx, input }) => ctx.queries.eventList(input)),
});
