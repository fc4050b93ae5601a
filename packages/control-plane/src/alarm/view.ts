import type { Queryable } from "@v-available/db/database";
import { alarm } from "@v-available/db/schema/alarm";
import { event } from "@v-available/db/schema/event";
import { fault } from "@v-available/db/schema/fault";
import { incident } from "@v-available/db/schema/incident";
import { vm } from "@v-available/db/schema/vm";
import { type AlarmAction, allowedAlarm } from "@v-available/domain/alarm-transition";
import { FAULTS } from "@v-available/domain/fault";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { eventRow } from "../event/row";
import { verifyEvents } from "../event/seal";
import { incidentView } from "../incident/view";
import type { AlarmRecord } from "../query/fleet-rows";
import { notFound } from "../query/not-found";
import { takePicture } from "../query/picture";
import type { AlarmView, RuleView } from "../view/alarm";
import { alarmRow, subjectOf } from "./row";

const KEPT_EVIDENCE = 200;

export async function viewAlarm(db: Queryable, nowMs: number, alarmId: string): Promise<AlarmView> {
  const [row] = await db.select().from(alarm).where(eq(alarm.id, alarmId));
  if (!row) throw notFound("alarm", "alarmId", alarmId);
  const picture = await takePicture(db, nowMs);
  const [found] = row.incidentId ? await db.select().from(incident).where(eq(incident.id, row.incidentId)) : [];
  const faults = await db
    .select()
    .from(fault)
    .where(
      row.incidentId
        ? eq(fault.incidentId, row.incidentId)
        : and(
            eq(fault.adapter, row.adapter),
            eq(fault.kind, row.kind),
            eq(fault.subjectKind, row.subjectKind),
            eq(fault.subjectRef, row.subjectRef),
            eq(fault.openedAtMs, row.openedAtMs),
          ),
    )
    .orderBy(asc(fault.openedAtMs));
  const events = await db
    .select()
    .from(event)
    .where(
      row.incidentId
        ? eq(event.incidentId, row.incidentId)
        : and(eq(event.faultKind, row.kind), eq(event.subjectRef, row.subjectRef)),
    )
    .orderBy(asc(event.sequence))
    .limit(KEPT_EVIDENCE);
  const machines =
    row.vmIds.length > 0
      ? await db.select({ id: vm.id, name: vm.name }).from(vm).where(inArray(vm.id, row.vmIds)).orderBy(asc(vm.name))
      : [];
  return {
    ...alarmRow(row, picture),
    faults: faults.map((each) => ({
      id: each.id,
      revision: each.revision,
      kind: each.kind,
      subject: subjectOf(each),
      openedAtMs: each.openedAtMs,
      closedAtMs: each.closedAtMs,
      root: each.root,
      evidence: each.evidence,
    })),
    incident: found ? await incidentView(db, found, picture) : null,
    rule: ruleOf(row, found),
    evidence: events.map((each) => eventRow(each, picture)),
    chain: await chainOf(db, events),
    machines,
    acknowledgeRefusedBecause: refusedBecause("alarm.acknowledge", row),
    unacknowledgeRefusedBecause: refusedBecause("alarm.unacknowledge", row),
    shelveRefusedBecause: refusedBecause("alarm.shelve", row),
    closeRefusedBecause: refusedBecause("alarm.close", row),
  };
}

/** Checks every event between the first and the last of the evidence, those of others in between as well. */
async function chainOf(db: Queryable, evidence: readonly { sequence: number }[]): Promise<AlarmView["chain"]> {
  const [from, to] = [evidence[0]?.sequence, evidence[evidence.length - 1]?.sequence];
  if (from === undefined || to === undefined) return null;
  const stretch = await db
    .select()
    .from(event)
    .where(and(sql`${event.sequence} between ${from} and ${to}`))
    .orderBy(asc(event.sequence));
  return { from, to, verified: verifyEvents(stretch).intact && stretch.length === to - from + 1 };
}

function refusedBecause(action: AlarmAction, row: AlarmRecord): string | null {
  const verdict = allowedAlarm(action, { cleared: row.clearedAtMs !== null, operatorState: row.operatorState });
  return verdict.allowed ? null : verdict.reason;
}

function ruleOf(row: AlarmRecord, found: typeof incident.$inferSelect | undefined): RuleView | null {
  const decided = found?.phases.find(({ phase }) => phase === "decided");
  if (!decided) return null;
  return {
    name: decided.rule ?? row.kind,
    sentence: decided.sentences[0] ?? "",
    conditions: (found?.phases.find(({ phase }) => phase === "detected")?.sentences ?? []).map((text) => ({
      text,
      found: "",
    })),
    response: FAULTS[row.kind].response,
  };
}
