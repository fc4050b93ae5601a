import { maintenanceFor } from "@v-available/control-plane/for-actor";
import { enterMaintenanceInput, hostInput, hostTaskInput } from "@v-available/control-plane/host/input";
import { procedure, router } from "../trpc";

export const host = router({
  maintenance: procedure
    .input(hostInput)
    .query(async ({ ctx, input }) => maintenanceFor(ctx.actor, await ctx.queries.hostMaintenance(input.hostId))),
  enterMaintenance: procedure
    .input(enterMaintenanceInput)
    .mutation(({ ctx, input }) => ctx.verbs.enterMaintenance(input, ctx.actor)),
  leaveMaintenance: procedure
    .input(hostTaskInput)
    .mutation(({ ctx, input }) => ctx.verbs.leaveMaintenance(input, ctx.actor)),
});
