import { planFor } from "@v-available/control-plane/for-actor";
import {
  cancelPlanInput,
  createPlanInput,
  hostChoiceInput,
  planInput,
  previewPlanInput,
  skipStepInput,
  stepInput,
} from "@v-available/control-plane/work-plan/input";
import { procedure, router } from "../trpc";

export const plan = router({
  list: procedure.query(({ ctx }) => ctx.queries.planList()),
  get: procedure
    .input(planInput)
    .query(async ({ ctx, input }) => planFor(ctx.actor, await ctx.queries.plan(input.planId))),
  preview: procedure.input(previewPlanInput).query(({ ctx, input }) => ctx.queries.previewPlan(input)),
  hosts: procedure.input(hostChoiceInput).query(({ ctx, input }) => ctx.queries.workHosts(input)),
  create: procedure.input(createPlanInput).mutation(({ ctx, input }) => ctx.verbs.createPlan(input, ctx.actor)),
  pause: procedure.input(planInput).mutation(({ ctx, input }) => ctx.verbs.pausePlan(input, ctx.actor)),
  resume: procedure.input(planInput).mutation(({ ctx, input }) => ctx.verbs.resumePlan(input, ctx.actor)),
  cancel: procedure.input(cancelPlanInput).mutation(({ ctx, input }) => ctx.verbs.cancelPlan(input, ctx.actor)),
  workDone: procedure.input(stepInput).mutation(({ ctx, input }) => ctx.verbs.reportWork(input, ctx.actor)),
  skip: procedure.input(skipStepInput).mutation(({ ctx, input }) => ctx.verbs.skipHost(input, ctx.actor)),
});
