import { drillsFor } from "@v-available/control-plane/for-actor";
import { procedure, router } from "../trpc";

export const drill = router({
  list: procedure.query(async ({ ctx }) => drillsFor(ctx.actor, await ctx.queries.drillList())),
});
