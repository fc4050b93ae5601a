import { overviewFor } from "@v-available/control-plane/for-actor";
import { procedure, router } from "../trpc";

export const overview = router({
  get: procedure.query(async ({ ctx }) => overviewFor(ctx.actor, await ctx.queries.overview())),
});
