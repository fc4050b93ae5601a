import { maintenanceFor } from "@v-available/control-plane/for-actor";
import { enterMaintenanceInput, hostInput, hostTaskInput } from "@v-available/control-plane/host/input";
import {
  endReplacingInput,
  previewReplaceInput,
  replaceHostInput,
} from "@v-available/control-plane/host/replace-input";
import { procedure, router } from "../trpc";

export const host = router({
  maintenance: procedure
    .input(hostInput)
    .query(async ({ ctx, input }) => maintenanceFor(ctx.actor, await ctx.queries.hostMaintenance(input.hostId))),
  previewReplace: procedure
    .input(previewReplaceInput)
    .query(({ ctx, input }) => ctx.queries.previewReplace(input, ctx.actor)),
  replace: procedure.input(replaceHostInput).mutation(({ ctx, input }) => ctx.verbs.replaceHost(input, ctx.actor)),
  endReplacing: procedure
    .input(endReplacingInput)
    .mutation(({ ctx, input }) => ctx.verbs.endReplacing(input, ctx.actor)),
  enterMaintenance: procedure
    .input(enterMaintenanceInput)
    .mutation(({ ctx, input }) => ctx.verbs.enterMaintenance(input, ctx.actor)),
  leaveMaintenance: procedure
    .input(hostTaskInput)
    .mutation(({ ctx, input }) => ctx.verbs.leaveMaintenance(input, ctx.actor)),
});
