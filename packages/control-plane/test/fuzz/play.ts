import type { Database } from "@v-available/db/database";
import type { Command } from "@v-available/domain/command";
import { isDrill } from "@v-available/domain/recovery-command";
import { concerned } from "@v-available/orchestrator-simulator/concerned";
import type { AfterEvent } from "@v-available/orchestrator-simulator/engine";
import { type Invariant, SafetyWatch } from "@v-available/orchestrator-simulator/invariant";
import type { Sim } from "@v-available/orchestrator-simulator/sim";
import { problemsOfRecord } from "../record-check";
import { openWorld } from "../world";
import { choose } from "./choose";
import { DrillWatch, problemsOfDrills } from "./drill-watch";
import { type Ending, endWell, problemsOfTasks } from "./ending";
import { problemsOfPicture } from "./final-picture";
import { fleetOf } from "./fleet";
import { HonestyWatch } from "./honesty";
import { LastCopyWatch } from "./last-copy";
import { LevelWatch } from "./level-watch";
import { Performer } from "./perform";
import { Port } from "./port";
import type { FuzzWorld, Op, Open, Timed } from "./run";
import { SHAPES } from "./shape";

/** What is wrong, by the rule that says so. */
export interface Finding {
  readonly rule: Invariant | "S7" | "S10" | "S11" | "S12" | "level" | "picture" | "liveness" | "defect";
  readonly sentence: string;
}

export interface Outcome {
  readonly finding: Finding | null;
  /** What was played, with everything that was chosen on the way. */
  readonly played: FuzzWorld;
  readonly events: number;
  readonly virtualMs: number;
  /** Of the simulated history: the same run has the same. */
  readonly digest: string;
  /** Of the control plane, that wrote. */
  readonly transactions: number;
}

type Rules = Sim["rules"];

class Found extends Error {
  readonly finding: Finding;
  constructor(rule: Finding["rule"], sentence: string) {
    super(sentence);
    this.finding = { rule, sentence };
  }
}

/** @throws Found for the first of these */
function object(rule: Finding["rule"], [first]: readonly string[]): void {
  if (first !== undefined) throw new Found(rule, first);
}

/**
 * @param database an empty one
 * @param otherRules of the hosts: broken ones, to see that they are found
 */
export async function play(
  plan: FuzzWorld<Op | Open>,
  database: Database,
  otherRules: (right: Rules) => Partial<Rules> = () => ({}),
): Promise<Outcome> {
  const shape = SHAPES[plan.shape];
  const safety = new SafetyWatch();
  const lastCopy = new LastCopyWatch();
  const levels = new LevelWatch();
  const drills = new DrillWatch();
  const afterEvent: AfterEvent = (sim, event) => {
    sim.beforeEffect ??= safety.before;
    safety.after(sim, event);
    const vms = concerned(sim, event);
    for (const vm of vms) lastCopy.look(sim, vm);
    levels.look(sim, vms);
    drills.look(sim, event, vms);
  };
  let port: Port | undefined;
  const world = await openWorld(database, {
    seed: plan.seed,
    fleet: fleetOf(plan),
    settings: shape.settings,
    timing: { batchMs: shape.batchMs, measureMs: shape.measureMs },
    afterEvent,
    between: (simulator) => {
      port ??= new Port(
        simulator,
        () => lostAnswers(),
        (command, carry) => carryingDrill(simulator.sim, command, carry),
      );
      return port;
    },
  });
  if (!port) throw new Error("nothing stands between");
  const { sim } = world.simulator;
  sim.rules = { ...sim.rules, ...otherRules(sim.rules) };
  if (plan.moved) for (const vm of Object.values(sim.world.vms)) vm.readOnBoth = true;
  const performer = new Performer(world, port);
  const lostAnswers = () => world.db.broken + performer.kills;
  const carryingDrill = async <Answer>(of: Sim, command: Command, carry: () => Promise<Answer>): Promise<Answer> => {
    const pairRef = isDrill(command) ? of.world.vms[command.vmRef]?.pairRef : undefined;
    if (pairRef !== undefined) drills.beforeOrder(of, pairRef);
    const answer = await carry();
    if (pairRef !== undefined) drills.afterOrder(of, pairRef);
    // What else was asked for is no work of the drills that run beside it.
    else drills.look(of, null, Object.values(of.world.vms));
    return answer;
  };
  const honesty = new HonestyWatch(port);
  const judge = () => {
    const [breach] = safety.breaches;
    if (breach) throw new Found(breach.invariant, `${breach.sentence} (at ${breach.atMs} ms)`);
    object("S7", lastCopy.breaches);
    object("level", levels.breaches);
    object("S13", drills.breaches);
  };
  let lookedAtMs = 0;
  const pass = async (ms: number, stepMs: number) => {
    const endMs = sim.world.nowMs + ms;
    while (sim.world.nowMs < endMs) {
      const nextMs = Math.min(endMs - sim.world.nowMs, stepMs);
      await world.pass(nextMs, nextMs);
      judge();
      if (sim.world.nowMs - lookedAtMs < shape.lookEveryMs) continue;
      lookedAtMs = sim.world.nowMs;
      object("S10", await honesty.look(world));
    }
  };
  const ending: Ending = {
    world,
    database,
    performer,
    port,
    waitsForCalm: shape.waitsForCalm,
    pass,
    lost: lastCopy.lost,
  };
  const played = plan.runs.map((run) => ({ ...run, ops: [] as Timed<Op>[] }));
  /** All that happens, in the order of time. */
  const agenda = () =>
    [
      ...plan.desk.map((op) => ({ atMs: op.atMs, perform: () => performer.performOnDesk(op) })),
      ...played.flatMap((run, at) =>
        (plan.runs[at]?.ops ?? []).map(({ atMs, ...planned }) => ({
          atMs,
          async perform() {
            const ops: readonly Op[] =
              planned.do === "choose" ? await choose(world, plan.seed, run, planned, plan.catalogue) : [planned];
            const kept: readonly Op[] = ops.length > 0 ? ops : [{ do: "nothing" }];
            run.ops.push(...kept.map((op) => ({ ...op, atMs })));
            for (const op of ops) await performer.perform(run, op);
            drills.look(sim, null, Object.values(sim.world.vms));
          },
        })),
      ),
    ].sort((one, other) => one.atMs - other.atMs);
  let finding: Finding | null = null;
  try {
    for (const { atMs, perform } of agenda()) {
      await pass(atMs - sim.world.nowMs, shape.stepMs);
      await perform();
      judge();
    }
    await pass(plan.endMs - sim.world.nowMs, shape.stepMs);
    object("liveness", await endWell(ending));
    object("S11", await problemsOfTasks(ending));
    // What a host has just said is written within seconds, and no gap before that.
    await pass(5_000, shape.stepMs);
    object("S12", await problemsOfRecord(world, database));
    object("S12", await problemsOfDrills(world, database));
    object("picture", await problemsOfPicture(world, database));
  } catch (error) {
    if (error instanceof Found) finding = error.finding;
    else
      finding = { rule: "defect", sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    port.mend();
    await world.stop().catch((error: unknown) => {
      finding ??= { rule: "defect", sentence: `it does not end: ${String(error)}` };
    });
  }
  return {
    finding,
    played: { ...plan, runs: played },
    events: safety.steps,
    virtualMs: sim.world.nowMs,
    digest: JSON.stringify(sim.world.digest),
    transactions: world.db.written,
  };
}
