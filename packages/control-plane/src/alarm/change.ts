import { alarm } from "@v-available/db/schema/alarm";
import { ALARM_ACTION_LEADS_TO, type AlarmAction, allowedAlarm } from "@v-available/domain/alarm-transition";
import { Refusal } from "@v-available/domain/refusal";
import { and, eq } from "drizzle-orm";
import { type ActorDeed, perform } from "../audit/deed";
import { authorise, authoriseAt } from "../authorise";
import type { Environment } from "../environment";
import type { AlarmRecord } from "../query/fleet-rows";
import { notFound } from "../query/not-found";
import { takePicture } from "../query/picture";
import type { AlarmRow } from "../view/alarm";
import type { AlarmVerbInput } from "./input";
import { alarmRow } from "./row";

/** What a person does with an alarm: only from a state that allows it, and never over what another person just did. */
export function changeAlarm(
  environment: Environment,
  action: AlarmAction,
  { alarmId, revision }: AlarmVerbInput,
  deed: ActorDeed,
  change: (nowMs: number) => Partial<AlarmRecord>,
  sentence: (row: AlarmRecord, nowMs: number) => string,
): Promise<AlarmRow> {
  const actor = deed.by;
  authorise(actor, "handle-alarms");
  return perform(environment, deed, async (writer) => {
    const [before] = await writer.db.select().from(alarm).where(eq(alarm.id, alarmId));
    if (!before) throw notFound("alarm", "alarmId", alarmId);
    await authoriseAt(writer.db, actor, placeOfAlarm(before));
    const leadsTo = ALARM_ACTION_LEADS_TO[action];
    const verdict = allowedAlarm(action, { cleared: before.clearedAtMs !== null, operatorState: before.operatorState });
    if (!verdict.allowed) throw refused(before, leadsTo, verdict.reason);
    if (revision !== undefined && revision !== before.revision)
      throw refused(before, null, "It changed after it was shown.");
    const [after] = await writer.db
      .update(alarm)
      .set({ ...change(writer.nowMs), operatorState: leadsTo, revision: writer.revision })
      .where(and(eq(alarm.id, alarmId), eq(alarm.revision, before.revision)))
      .returning();
    if (!after) throw refused(before, null, "Somebody else was first.");
    writer.touch("alarm", alarmId);
    writer.append({
      atMs: writer.nowMs,
      type: action,
      actor: "operator",
      actorName: actor.name,
      sentence: sentence(after, writer.nowMs),
      faultKind: after.kind,
      adapter: after.adapter,
      subject: { kind: after.subjectKind, ref: after.subjectRef, id: after.subjectId, name: after.subjectName },
      pairId: after.pairId,
      incidentId: after.incidentId,
      vmIds: after.vmIds,
    });
    return {
      answer: alarmRow(after, await takePicture(writer.db, writer.nowMs)),
      before: handling(before),
      after: handling(after),
    };
  });
}

const handling = ({ operatorState, acknowledgedBy, shelvedUntilMs }: AlarmRecord) => ({
  operatorState,
  acknowledgedBy,
  shelvedUntilMs,
});

const placeOfAlarm = ({ pairId, subjectKind, subjectId }: AlarmRecord) => {
  if (subjectKind === "site" && subjectId !== null) return { siteId: subjectId };
  return pairId === null ? null : { pairId };
};

/** The same wish twice, or two people at once, is a conflict; anything else is a state that does not allow it. */
function refused(row: AlarmRecord, leadsTo: AlarmRecord["operatorState"] | null, reason: string): Refusal {
  const who = row.operatorState === "acknowledged" && row.acknowledgedBy ? ` ${row.acknowledgedBy} was first.` : "";
  return new Refusal({
    code: leadsTo === null || row.operatorState === leadsTo ? "conflict" : "illegal-transition",
    message: `The alarm was not changed. ${reason}${who}`,
    field: "alarmId",
    value: row.id,
    remedy: "Look at it as it is now.",
  });
}
