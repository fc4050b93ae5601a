import { personInfo } from "@v-available/control-plane/for-actor";
import { procedure, router } from "../trpc";

export const system = router({
  info: procedure.query(async ({ ctx }) => ({ ...(await ctx.queries.systemInfo()), person: personInfo(ctx.actor) })),
});
