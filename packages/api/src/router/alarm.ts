import { alarmInput, alarmListInput, alarmVerbInput, shelveAlarmInput } from "@v-available/control-plane/alarm/input";
import { procedure, router } from "../trpc";

/** What the Faults page reads: alarms with their fault and incident. */
export const fault = router({
  list: procedure.input(alarmListInput).query(({ ctx, input }) => ctx.queries.alarmList(input)),
  get: procedure.input(alarmInput).query(({ ctx, input }) => ctx.queries.alarm(input.alarmId)),
});

export const alarm = router({
  acknowledge: procedure
    .input(alarmVerbInput)
    .mutation(({ ctx, input }) => ctx.verbs.acknowledgeAlarm(input, ctx.actor)),
  unacknowledge: procedure
    .input(alarmVerbInput)
    .mutation(({ ctx, input }) => ctx.verbs.unacknowledgeAlarm(input, ctx.actor)),
  shelve: procedure.input(shelveAlarmInput).mutation(({ ctx, input }) => ctx.verbs.shelveAlarm(input, ctx.actor)),
  unshelve: procedure.input(alarmVerbInput).mutation(({ ctx, input }) => ctx.verbs.unshelveAlarm(input, ctx.actor)),
  close: procedure.input(alarmVerbInput).mutation(({ ctx, input }) => ctx.verbs.closeAlarm(input, ctx.actor)),
});
