import type { Queryable } from "@v-available/db/database";
import { machineHome } from "@v-available/db/schema/machine-home";
import { task } from "@v-available/db/schema/task";
import { workPlan } from "@v-available/db/schema/work-plan";
import { workStep } from "@v-available/db/schema/work-step";
import { FAILBACKS_AT_ONCE, type FailbackAnswer, failbackAnswer } from "@v-available/domain/failback";
import type { CapabilityAnswers } from "@v-available/domain/finding";
import { holdOfPair } from "@v-available/domain/rollout-hold";
import { SIDES, type Side } from "@v-available/domain/state";
import { allowedSwitch } from "@v-available/domain/transition";
import type { Command } from "@v-available/orchestrator/command";
import { and, eq, inArray, notInArray, or } from "drizzle-orm";
import { capabilitiesByAdapter } from "../policy/held";
import { type HeldBy, policyAsker } from "../policy/in-force";
import type { Picture, PicturedPair, PicturedVm } from "../query/picture";
import type { TaskRecord } from "../watch/task";

/** Who moves machines home: tasks of anybody else are a person's word. */
export const BY_ITSELF = "v-Available";

/** A machine whose policy brings it back. */
export interface Homing {
  readonly machine: PicturedVm;
  readonly pair: PicturedPair;
  readonly held: HeldBy;
  /** Null where it was not known before: it is at home where it is. */
  readonly home: Side | null;
  readonly answer: FailbackAnswer;
}

type Homes = ReadonlyMap<string, typeof machineHome.$inferSelect>;

/** Where machines are at home, by their ids. @param only of these machines, where not all are asked about */
export async function readHomes(db: Queryable, only?: readonly string[]): Promise<Homes> {
  const rows = await db
    .select()
    .from(machineHome)
    .where(only && inArray(machineHome.vmId, [...only]));
  return new Map(rows.map((row) => [row.vmId, row]));
}

/**
 * Every machine whose policy brings it back, and what is to be done with it now.
 * @param picture of the fleet, or of one pair
 */
export async function lookAtFailbacks(
  db: Queryable,
  { nowMs, pairs }: Pick<Picture, "nowMs" | "pairs">,
  homes?: Homes,
): Promise<readonly Homing[]> {
  // What is asked of a fleet is read whole: its machines are more than a question may name.
  const [first, ...others] = pairs;
  const only = others.length === 0 ? (first?.vms.map(({ row }) => row.id) ?? []) : undefined;
  const ask = await policyAsker(db, only);
  const capabilitiesOf = await capabilitiesByAdapter(db);
  const can = (capabilities: CapabilityAnswers): boolean =>
    capabilities.failback?.supported === true && capabilities["switch-active"]?.supported === true;
  const homing = pairs.flatMap((pair) =>
    pair.vms.flatMap((machine) => {
      const held = can(capabilitiesOf(pair.row.adapter)) ? ask(machine, pair) : null;
      return held && held.said.failback !== "stay" ? [{ machine, pair, held }] : [];
    }),
  );
  if (homing.length === 0) return [];
  const homeOf = homes ?? (await readHomes(db, only));
  const pairIds = new Set(homing.map(({ pair }) => pair.row.id));
  const ofPairs = pairs.filter(({ row }) => pairIds.has(row.id));
  const tasks = await tasksOf(db, only);
  const isBusy = (vmId: string): boolean => (tasks.get(vmId) ?? []).some(({ state }) => state === "running");
  const plans = await plansOf(db, ofPairs);
  const moving = new Set<string>();
  let underWay = await db.$count(
    task,
    and(eq(task.kind, "vm.switch-active"), eq(task.startedBy, BY_ITSELF), eq(task.state, "running")),
  );
  return homing.map(({ machine, pair, held }): Homing => {
    const { id, observed } = machine.row;
    const known = homeOf.get(id);
    if (!known) return { machine, pair, held, home: null, answer: { do: "nothing" } };
    const own = tasks.get(id) ?? [];
    const home = personsWord(own, known.sinceMs) ?? known.side;
    // Most machines are: what holds a pair is asked only where it matters.
    if (home === observed.activeSide) return { machine, pair, held, home, answer: { do: "nothing" } };
    const open = pair.openAlarms.map(({ kind, subjectName }) => ({ kind, subjectName }));
    const answer = failbackAnswer(
      {
        ...{ home, activeSide: observed.activeSide, policy: held.said, desiredPower: observed.desiredPower },
        protection: machine.protection,
        hold: holdOfPair(pair.facts, pair.standing, open, new Set()),
        plannedWork: plans.get(pair.row.id) ?? null,
        allowed: allowedSwitch(
          observed,
          home,
          machine.protection,
          own.find(({ state }) => state === "running") ?? null,
        ),
        isOnItsWay: own.some(
          ({ kind, state, startedBy }) => kind === "vm.switch-active" && state === "running" && startedBy === BY_ITSELF,
        ),
        isPairBusy: moving.has(pair.row.id) || pair.vms.some(({ row }) => row.id !== id && isBusy(row.id)),
        isCrowded: underWay >= FAILBACKS_AT_ONCE,
        failedAtMs: lastFailure(own),
      },
      nowMs,
    );
    if (answer.do === "move") {
      moving.add(pair.row.id);
      underWay++;
    }
    return { machine, pair, held, home, answer };
  });
}

/** Where a person put it after that; null where nobody did. */
function personsWord(own: readonly TaskRecord[], sinceMs: number): Side | null {
  const [last] = own
    .filter(
      ({ kind, state, startedBy, startedAtMs }) =>
        kind === "vm.switch-active" && state === "succeeded" && startedBy !== BY_ITSELF && startedAtMs >= sinceMs,
    )
    .sort((one, other) => other.startedAtMs - one.startedAtMs);
  const command = last?.command as Command | undefined;
  return command?.kind === "vm.switch-active" ? command.to : null;
}

function lastFailure(own: readonly TaskRecord[]): number | null {
  const ends = own
    .filter(
      ({ kind, state, startedBy }) =>
        kind === "vm.switch-active" && startedBy === BY_ITSELF && (state === "failed" || state === "cancelled"),
    )
    .map(({ endedAtMs, startedAtMs }) => endedAtMs ?? startedAtMs);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** Moves of the active side, and all that is under way, by the machine. */
async function tasksOf(
  db: Queryable,
  only: readonly string[] | undefined,
): Promise<ReadonlyMap<string, readonly TaskRecord[]>> {
  const rows = await db
    .select()
    .from(task)
    .where(
      and(only && inArray(task.subjectId, [...only]), or(eq(task.kind, "vm.switch-active"), eq(task.state, "running"))),
    );
  const tasks = new Map<string, TaskRecord[]>();
  for (const row of rows)
    if (row.subjectId !== null) tasks.set(row.subjectId, [...(tasks.get(row.subjectId) ?? []), row]);
  return tasks;
}

/** The plan that a host of each pair is in, by the pair's id. */
async function plansOf(db: Queryable, pairs: readonly PicturedPair[]): Promise<ReadonlyMap<string, string>> {
  const pairOf = new Map(
    pairs.flatMap((pair) =>
      SIDES.flatMap((side) => (pair.hosts[side] ? [[pair.hosts[side].id, pair.row.id] as const] : [])),
    ),
  );
  const rows = await db
    .select({ hostId: workStep.hostId, name: workPlan.name })
    .from(workStep)
    .innerJoin(workPlan, eq(workPlan.id, workStep.planId))
    .where(
      and(
        notInArray(workPlan.state, ["done", "cancelled"]),
        // A host that waits for a window of its own may wait for weeks.
        inArray(workStep.state, ["evacuating", "ready", "returning"]),
      ),
    );
  return new Map(
    rows.flatMap(({ hostId, name }) => (pairOf.has(hostId) ? [[pairOf.get(hostId) as string, name] as const] : [])),
  );
}
