import type { Queryable } from "@v-available/db/database";
import { rolloutStep } from "@v-available/db/schema/rollout-step";
import { task } from "@v-available/db/schema/task";
import { admitProtection } from "@v-available/domain/admission";
import type { Protection } from "@v-available/domain/level";
import { isExposed } from "@v-available/domain/protection-rank";
import { KINDS_BESIDE_THE_MACHINE } from "@v-available/domain/recovery-command";
import { BEGUN_STEP_STATES } from "@v-available/domain/rollout";
import { holdOfPair, type PairHold } from "@v-available/domain/rollout-hold";
import {
  judgeChanging,
  judgeReturning,
  judgeWaiting,
  type StepAdmission,
  type StepDecision,
  type StepMachine,
} from "@v-available/domain/rollout-step";
import { wayOf } from "@v-available/domain/rollout-way";
import { allowedProtect } from "@v-available/domain/transition";
import { inArray, sql } from "drizzle-orm";
import { capabilitiesByAdapter, holderAsker } from "../policy/held";
import { policiesInForce } from "../policy/in-force";
import type { Picture, PicturedPair, PicturedVm } from "../query/picture";
import type { TaskRecord } from "../watch/task";
import { isRolloutKey, nameOf, type RolloutRecord, type StepRow } from "./find";

/** All that the steps of rollouts are judged by, as one snapshot has it. */
export interface RolloutLook {
  machine(step: StepRow): { readonly vm: PicturedVm; readonly pair: PicturedPair } | undefined;
  hold(pair: PicturedPair): PairHold | null;
  task(step: StepRow): TaskRecord | null;
  judge(row: RolloutRecord, step: StepRow): StepDecision;
  /** Whether one of two machines is to answer before the other is restarted. */
  dependent(machineId: string, otherId: string): boolean;
}

/** @param steps those that may be asked about; their tasks are read at once */
export async function lookAtRollouts(
  db: Queryable,
  picture: Picture,
  steps: readonly StepRow[],
  begun: readonly StepRow[],
  rollouts: readonly RolloutRecord[],
): Promise<RolloutLook> {
  const { nowMs } = picture;
  const askHolder = await holderAsker(
    db,
    [...steps, ...begun].map(({ machineId }) => machineId),
  );
  const capabilities = await capabilitiesByAdapter(db);
  const sinceMs = Math.min(nowMs, ...rollouts.map(({ startedAtMs }) => startedAtMs));
  const tasks = await tasksOf(db, steps, sinceMs);
  const byKey = new Map(tasks.map((row) => [row.taskKey, row]));
  const byMachine = new Map<string | null, TaskRecord[]>();
  for (const one of tasks) byMachine.set(one.subjectId, [...(byMachine.get(one.subjectId) ?? []), one]);
  const holds = new Map<string, PairHold | null>();
  const ours = new Set(begun.flatMap(({ machineId }) => picture.vm(machineId)?.vm.row.ref ?? []));
  const nameOfRollout = new Map(rollouts.map((row) => [row.id, nameOf(row)]));

  const hold = (pair: PicturedPair): PairHold | null => {
    const known = holds.get(pair.row.id);
    if (known !== undefined) return known;
    const open = pair.openAlarms.map(({ kind, subjectName }) => ({ kind, subjectName }));
    const made = holdOfPair(pair.facts, pair.standing, open, ours);
    holds.set(pair.row.id, made);
    return made;
  };
  const machine: RolloutLook["machine"] = ({ machineId }) => picture.vm(machineId);
  const taskOf: RolloutLook["task"] = ({ taskKey }) => (taskKey === null ? null : (byKey.get(taskKey) ?? null));

  const seen = (row: RolloutRecord, step: StepRow): StepMachine | null => {
    const found = machine(step);
    if (!found) return null;
    const { vm, pair } = found;
    const own = byMachine.get(step.machineId) ?? [];
    const running = own.find(({ state, taskKey }) => state === "running" && taskKey !== step.taskKey);
    const other = begun.find((one) => one.machineId === step.machineId && one.rolloutId !== row.id);
    const since = step.startedAtMs ?? row.startedAtMs;
    const word = own
      .filter(
        ({ kind, state, taskKey, startedAtMs }) =>
          kind === "vm.protect" && state === "succeeded" && !isRolloutKey(taskKey) && startedAtMs >= since,
      )
      .at(-1);
    const words = (of: TaskRecord) => ({ title: of.title, by: of.startedBy });
    return {
      name: vm.row.name,
      declared: vm.row.observed.declared,
      exposed: isExposed(vm.protection),
      off: vm.row.observed.desiredPower === "off",
      held: askHolder(vm, pair).assigned?.policyId === row.policyId,
      underWay: running
        ? words(running)
        : other
          ? { title: nameOfRollout.get(other.rolloutId) ?? "another rollout", by: "A rollout" }
          : null,
      personsWord: word ? words(word) : null,
    };
  };
  const admission = (step: StepRow, to: Protection): Omit<StepAdmission, "way"> | null => {
    const found = machine(step);
    if (!found) return null;
    const { vm, pair } = found;
    const { observed } = vm.row;
    const findings = admitProtection(observed, pair.facts, to, capabilities(vm.row.adapter));
    return {
      allowed: allowedProtect(observed, to, vm.protection),
      block: findings.find(({ verdict }) => verdict === "block") ?? null,
    };
  };

  const judge = (row: RolloutRecord, step: StepRow): StepDecision => {
    const of = seen(row, step);
    const found = machine(step);
    const accepted = { lower: step.mayLower, passBelow: step.mayPassBelow };
    if (step.state === "waiting") {
      if (!found) return judgeWaiting({ accepted }, row.protection, null, null, null);
      const way = wayOf(found.vm.row.observed, found.pair.facts, row.protection, capabilities(found.vm.row.adapter));
      const [first] = way.stations;
      const asked = first && admission(step, first);
      return judgeWaiting(
        { accepted },
        row.protection,
        of,
        hold(found.pair)?.words ?? null,
        asked ? { ...asked, way } : null,
      );
    }
    const task = taskOf(step);
    if (step.state === "returning")
      return judgeReturning(
        step,
        of,
        task,
        step.reason ?? "",
        nowMs,
        step.before === null ? null : admission(step, step.before),
      );
    const next = step.stations[step.station + 1];
    if (!task) throw new Error("a step that is being changed has a task: both are written at once");
    return judgeChanging(step, of, task, nowMs, next ? admission(step, next) : null);
  };
  const inForce = await policiesInForce(db);
  const waitsFor = (oneId: string, otherId: string): boolean => {
    const [one, other] = [picture.vm(oneId), picture.vm(otherId)];
    const policyId = one && askHolder(one.vm, one.pair).assigned?.policyId;
    const after = policyId === undefined ? undefined : inForce.get(policyId)?.restartAfter;
    if (!other || !after || after.length === 0) return false;
    const { name, labels } = askHolder(other.vm, other.pair);
    return after.some((asked) => ("machine" in asked ? asked.machine === name : labels.includes(asked.label)));
  };
  const dependent = (oneId: string, otherId: string) => waitsFor(oneId, otherId) || waitsFor(otherId, oneId);
  return { machine, hold, task: taskOf, judge, dependent };
}

/** What runs on these machines, what rollouts have asked of them, and what people have asked of their levels since. */
async function tasksOf(db: Queryable, steps: readonly StepRow[], sinceMs: number): Promise<TaskRecord[]> {
  if (steps.length === 0) return [];
  const machines = steps.map(({ machineId }) => machineId);
  const keys = steps.flatMap(({ taskKey }) => taskKey ?? []);
  const rows = await db
    .select()
    .from(task)
    .where(
      sql`(${inArray(task.subjectId, machines)} and ${task.kind} not in ${[...KINDS_BESIDE_THE_MACHINE]}
        and (${task.state} = 'running' or (${task.kind} = 'vm.protect' and ${task.startedAtMs} >= ${sinceMs})))
        ${keys.length > 0 ? sql`or ${inArray(task.taskKey, keys)}` : sql``}`,
    );
  return rows.sort((one, other) => one.startedAtMs - other.startedAtMs);
}

export const isBegun = inArray(rolloutStep.state, [...BEGUN_STEP_STATES]);
