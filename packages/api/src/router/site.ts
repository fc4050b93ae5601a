import { changeSiteInput } from "@v-available/control-plane/site/input";
import { procedure, router } from "../trpc";

export const site = router({
  list: procedure.query(({ ctx }) => ctx.queries.siteList(ctx.actor)),
  change: procedure.input(changeSiteInput).mutation(({ ctx, input }) => ctx.verbs.changeSite(input, ctx.actor)),
});
