import { rolloutFor } from "@v-available/control-plane/for-actor";
import {
  resumeRolloutInput,
  rolloutInput,
  rolloutListInput,
  startRolloutInput,
} from "@v-available/control-plane/rollout/input";
import { procedure, router } from "../trpc";

export const rollout = router({
  list: procedure.input(rolloutListInput).query(({ ctx, input }) => ctx.queries.rolloutList(input)),
  get: procedure
    .input(rolloutInput)
    .query(async ({ ctx, input }) => rolloutFor(ctx.actor, await ctx.queries.rollout(input.rolloutId))),
  start: procedure.input(startRolloutInput).mutation(({ ctx, input }) => ctx.verbs.startRollout(input, ctx.actor)),
  pause: procedure.input(rolloutInput).mutation(({ ctx, input }) => ctx.verbs.pauseRollout(input, ctx.actor)),
  resume: procedure.input(resumeRolloutInput).mutation(({ ctx, input }) => ctx.verbs.resumeRollout(input, ctx.actor)),
  cancel: procedure.input(rolloutInput).mutation(({ ctx, input }) => ctx.verbs.cancelRollout(input, ctx.actor)),
});
