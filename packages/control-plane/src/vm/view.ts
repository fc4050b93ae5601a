import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { machineLabel } from "@v-available/db/schema/machine-label";
import { task } from "@v-available/db/schema/task";
import { vm } from "@v-available/db/schema/vm";
import type { CapabilityAnswers, Finding } from "@v-available/domain/finding";
import { dialStopOf } from "@v-available/domain/level";
import { LOSSES } from "@v-available/domain/prediction";
import { previewProtect as preview } from "@v-available/domain/protect-preview";
import { KINDS_BESIDE_THE_MACHINE } from "@v-available/domain/recovery-command";
import { and, desc, eq, isNull, notInArray } from "drizzle-orm";
import { alarmRow } from "../alarm/row";
import { consentOfMachine } from "../consent/view";
import { timelineOf } from "../event/list";
import { incidentOfMachine } from "../incident/view";
import { hostViewOrGone, linkView, witnessView } from "../pair/part";
import { drillIntervalOf, policyAsker } from "../policy/in-force";
import { policyOfMachine } from "../policy/of-machine";
import { notFound } from "../query/not-found";
import { type Picture, type PicturedPair, type PicturedVm, type TakePicture, takePicture } from "../query/picture";
import { rolloutOfMachine } from "../rollout/of-machine";
import { taskView } from "../task/row";
import type { FieldCheckView } from "../view/create-preview";
import type { CheckView, MachineView, ProtectPreview } from "../view/machine";
import { actionsOf, dialOf } from "./action";
import type { PreviewProtectInput } from "./input";
import { predictionsOf, predictionView } from "./prediction";
import { refuseIfImpossible } from "./refuse";
import { machineRow } from "./row";

export interface FoundMachine {
  readonly machine: PicturedVm;
  readonly pair: PicturedPair;
  readonly picture: Picture;
  readonly capabilities: CapabilityAnswers;
  /** Drills and comparisons change nothing of it. */
  readonly runningTask: typeof task.$inferSelect | null;
}

/** A machine with its pair, what its backend can do, and what is being done to it. */
export async function findMachine(
  db: Queryable,
  nowMs: number,
  machineId: string,
  take: TakePicture = takePicture,
): Promise<FoundMachine> {
  const [row] = await db
    .select({ adapter: vm.adapter, pairRef: vm.pairRef })
    .from(vm)
    .where(and(eq(vm.id, machineId), isNull(vm.removedAtMs)));
  if (!row) throw notFound("machine", "machineId", machineId);
  const picture = await take(db, nowMs, row);
  const found = picture.vm(machineId);
  if (!found) throw notFound("machine", "machineId", machineId);
  const [runningTask] = await db
    .select()
    .from(task)
    .where(
      and(
        eq(task.subjectId, machineId),
        eq(task.state, "running"),
        notInArray(task.kind, [...KINDS_BESIDE_THE_MACHINE]),
      ),
    )
    .orderBy(desc(task.startedAtMs))
    .limit(1);
  return {
    machine: found.vm,
    pair: found.pair,
    picture,
    capabilities: await capabilitiesOf(db, row.adapter),
    runningTask: runningTask ?? null,
  };
}

export async function capabilitiesOf(db: Queryable, adapter: string): Promise<CapabilityAnswers> {
  const [watch] = await db.select().from(adapterWatch).where(eq(adapterWatch.adapter, adapter));
  return (watch?.capabilities ?? {}) as CapabilityAnswers;
}

/** By adapter. */
export async function allCapabilities(db: Queryable): Promise<ReadonlyMap<string, CapabilityAnswers>> {
  const rows = await db.select().from(adapterWatch);
  return new Map(rows.map(({ adapter, capabilities }) => [adapter, (capabilities ?? {}) as CapabilityAnswers]));
}

export async function viewMachine(
  db: Queryable,
  nowMs: number,
  machineId: string,
  take: TakePicture = takePicture,
): Promise<MachineView> {
  const { machine, pair, picture, capabilities, runningTask } = await findMachine(db, nowMs, machineId, take);
  const tasks = await db
    .select()
    .from(task)
    .where(eq(task.subjectId, machineId))
    .orderBy(desc(task.startedAtMs))
    .limit(10);
  const labels = await db
    .select({ label: machineLabel.label })
    .from(machineLabel)
    .where(eq(machineLabel.vmId, machineId))
    .orderBy(machineLabel.label);
  const held = (await policyAsker(db, [machineId]))(machine, pair);
  const at = pair.vms.indexOf(machine);
  return {
    ...machineRow(machine, pair),
    observed: machine.row.observed,
    hostViews: { a: hostViewOrGone("a", pair, picture), b: hostViewOrGone("b", pair, picture) },
    links: pair.links.map(linkView),
    witnesses: pair.witnesses.map(witnessView),
    predictions: predictionsOf(machine.row.observed, pair),
    actions: actionsOf(machine, pair, capabilities, runningTask),
    dial: dialOf(machine, pair, capabilities, runningTask),
    incident: await incidentOfMachine(db, machineId, picture),
    alarms: pair.openAlarms.filter(({ vmIds }) => vmIds.includes(machineId)).map((row) => alarmRow(row, picture)),
    timeline: await timelineOf(db, picture, { machineId }),
    tasks: tasks.map(taskView),
    labels: labels.map(({ label }) => label),
    drillInterval: drillIntervalOf(held),
    policy: await policyOfMachine(db, nowMs, machine, pair, held),
    rollout: await rolloutOfMachine(db, machineId),
    consent: await consentOfMachine(db, nowMs, machineId),
    place: {
      index: at + 1,
      of: pair.vms.length,
      previousId: pair.vms[at - 1]?.row.id ?? null,
      nextId: pair.vms[at + 1]?.row.id ?? null,
    },
  };
}

export const checkView = ({ check, verdict, sentence, remedy }: Finding): CheckView => ({
  name: check,
  verdict,
  sentence,
  remedy,
});

export const fieldCheckView = ({ check, ...finding }: Finding): FieldCheckView => ({
  ...finding,
  name: check,
  field: finding.field === "pairRef" ? "pairId" : finding.field,
});

export async function previewProtect(
  db: Queryable,
  nowMs: number,
  { machineId, protection }: PreviewProtectInput,
): Promise<ProtectPreview> {
  refuseIfImpossible(protection);
  const { machine, pair, capabilities } = await findMachine(db, nowMs, machineId);
  const { observed } = machine.row;
  const answer = preview(observed, pair.facts, protection, capabilities);
  return {
    machineId,
    from: dialStopOf(observed.declared),
    to: dialStopOf(protection),
    verdict: answer.verdict,
    checks: answer.findings.map(checkView),
    predictionsNow: LOSSES.map((loss) => predictionView(answer.now[loss], pair)),
    predictions: LOSSES.map((loss) => predictionView(answer.after[loss], pair)),
    forecast: answer.forecast,
  };
}
