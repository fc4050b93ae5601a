import { alarmInput, alarmListInput, alarmVerbInput, shelveAlarmInput } from "@v-available/control-plane/alarm/input";
import { alarmFor } from "@v-available/control-plane/for-actor";
import { procedure, router } from "../trpc";

/** What the Faults page reads: alarms with their fault and incident. */
export const fault = router({
  list: procedure
    .input(alarmListInput)
    .query(async ({ ctx, input }) => (await ctx.queries.alarmList(input)).map((row) => alarmFor(ctx.actor, row))),
  get: procedure
    .input(alarmInput)
    .query(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.queries.alarm(input.alarmId))),
});

export const alarm = router({
  acknowledge: procedure
    .input(alarmVerbInput)
    .mutation(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.verbs.acknowledgeAlarm(input, ctx.actor))),
  unacknowledge: procedure
    .input(alarmVerbInput)
    .mutation(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.verbs.unacknowledgeAlarm(input, ctx.actor))),
  shelve: procedure
    .input(shelveAlarmInput)
    .mutation(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.verbs.shelveAlarm(input, ctx.actor))),
  unshelve: procedure
    .input(alarmVerbInput)
    .mutation(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.verbs.unshelveAlarm(input, ctx.actor))),
  close: procedure
    .input(alarmVerbInput)
    .mutation(async ({ ctx, input }) => alarmFor(ctx.actor, await ctx.verbs.closeAlarm(input, ctx.actor))),
});
