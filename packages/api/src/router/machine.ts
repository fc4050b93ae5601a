import { machineFor } from "@v-available/control-plane/for-actor";
import { machineLoadInput } from "@v-available/control-plane/load/input";
import { previewBulkInput } from "@v-available/control-plane/vm/bulk-input";
import {
  chooseCopyInput,
  createMachineInput,
  drillMachineInput,
  editMachineInput,
  findMachinesInput,
  machineInput,
  machineTaskInput,
  machineValuesInput,
  previewCreateInput,
  previewEditInput,
  previewProtectInput,
  protectInput,
  recoverMachineInput,
  removeMachineInput,
  switchActiveInput,
} from "@v-available/control-plane/vm/input";
import { procedure, router } from "../trpc";

export const machine = router({
  list: procedure.query(({ ctx }) => ctx.queries.machineList()),
  find: procedure.input(findMachinesInput).query(({ ctx, input }) => ctx.queries.machineFind(input)),
  values: procedure.input(machineValuesInput).query(({ ctx, input }) => ctx.queries.machineValues(input)),
  get: procedure
    .input(machineInput)
    .query(async ({ ctx, input }) => machineFor(ctx.actor, await ctx.queries.machine(input.machineId))),
  load: procedure.input(machineLoadInput).query(({ ctx, input }) => ctx.queries.machineLoad(input)),
  previewBulk: procedure.input(previewBulkInput).query(({ ctx, input }) => ctx.queries.previewBulk(input, ctx.actor)),
  previewProtect: procedure.input(previewProtectInput).query(({ ctx, input }) => ctx.queries.previewProtect(input)),
  previewCreate: procedure
    .input(previewCreateInput)
    .query(({ ctx, input }) => ctx.queries.previewCreate(input, ctx.actor)),
  create: procedure.input(createMachineInput).mutation(({ ctx, input }) => ctx.verbs.createMachine(input, ctx.actor)),
  previewEdit: procedure.input(previewEditInput).query(({ ctx, input }) => ctx.queries.previewEdit(input)),
  edit: procedure.input(editMachineInput).mutation(({ ctx, input }) => ctx.verbs.editMachine(input, ctx.actor)),
  remove: procedure.input(removeMachineInput).mutation(({ ctx, input }) => ctx.verbs.removeMachine(input, ctx.actor)),
  start: procedure.input(machineTaskInput).mutation(({ ctx, input }) => ctx.verbs.startMachine(input, ctx.actor)),
  stop: procedure.input(machineTaskInput).mutation(({ ctx, input }) => ctx.verbs.stopMachine(input, ctx.actor)),
  protect: procedure.input(protectInput).mutation(({ ctx, input }) => ctx.verbs.protectMachine(input, ctx.actor)),
  switchActive: procedure
    .input(switchActiveInput)
    .mutation(({ ctx, input }) => ctx.verbs.switchActive(input, ctx.actor)),
  recover: procedure
    .input(recoverMachineInput)
    .mutation(({ ctx, input }) => ctx.verbs.recoverMachine(input, ctx.actor)),
  drill: procedure.input(drillMachineInput).mutation(({ ctx, input }) => ctx.verbs.drillMachine(input, ctx.actor)),
  endDrill: procedure.input(machineTaskInput).mutation(({ ctx, input }) => ctx.verbs.endDrill(input, ctx.actor)),
  compareCopies: procedure
    .input(machineTaskInput)
    .mutation(({ ctx, input }) => ctx.verbs.compareCopies(input, ctx.actor)),
  endComparison: procedure
    .input(machineTaskInput)
    .mutation(({ ctx, input }) => ctx.verbs.endComparison(input, ctx.actor)),
  chooseCopy: procedure.input(chooseCopyInput).mutation(({ ctx, input }) => ctx.verbs.chooseCopy(input, ctx.actor)),
  failBack: procedure.input(machineTaskInput).mutation(({ ctx, input }) => ctx.verbs.failBackMachine(input, ctx.actor)),
});
