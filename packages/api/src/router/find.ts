import { findInput } from "@v-available/control-plane/find/input";
import { procedure, router } from "../trpc";

export const find = router({
  search: procedure.input(findInput).query(({ ctx, input }) => ctx.queries.find(input, ctx.actor)),
});
