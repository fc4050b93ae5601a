import type { Database } from "@v-available/db/database";
import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import { smallFleet, withAlternateWitness } from "@v-available/orchestrator-simulator/demo-fleet";
import type { Fleet } from "@v-available/orchestrator-simulator/fleet";
import { SafetyWatch } from "@v-available/orchestrator-simulator/invariant";
import type { Sim } from "@v-available/orchestrator-simulator/sim";
import { problemsOfRecord } from "../record-check";
import { openWorld } from "../world";
import { type Ending, endWell, problemsOfTasks } from "./ending";
import type { FuzzRun } from "./fuzz-run";
import { HonestyWatch } from "./honesty";
import { Performer } from "./perform";
import { truthOf } from "./truth";

/** What is wrong, by the rule that says so. */
export interface Finding {
  readonly rule: "S1" | "S2" | "S3" | "S4" | "S5" | "S6" | "S10" | "S11" | "S12" | "liveness" | "defect";
  readonly sentence: string;
}

export interface Outcome {
  readonly finding: Finding | null;
  readonly events: number;
  readonly virtualMs: number;
  /** Of the simulated history: the same run has the same. */
  readonly digest: string;
}

/** What is broken on purpose, to see that it is found. */
export interface Mutation {
  readonly rules?: Partial<Sim["rules"]>;
}

const LOOK_EVERY_MS = 1_000;

class Found extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.sentence);
    this.finding = finding;
  }
}

/** @param database an empty one */
export async function play(run: FuzzRun, database: Database, mutation: Mutation = {}): Promise<Outcome> {
  const safety = new SafetyWatch();
  const honesty = new HonestyWatch();
  const lost = new Set<string>();
  const world = await openWorld(database, {
    seed: run.seed,
    fleet: fleetOf(run),
    // Figures are no part of what is judged, and each time they are written costs a transaction.
    timing: { batchMs: 500, measureMs: 2_000 },
    afterEvent: (sim) => {
      sim.beforeEffect ??= safety.before;
      safety.after(sim);
      for (const vm of Object.values(sim.world.vms)) if (truthOf(sim, vm).copies === 0) lost.add(vm.name);
    },
  });
  const { sim } = world.simulator;
  sim.rules = { ...sim.rules, ...mutation.rules };
  const judge = () => {
    const [breach] = safety.breaches;
    if (!breach) return;
    throw new Found({ rule: breach.invariant, sentence: `${breach.sentence} (at ${breach.atMs} ms)` });
  };
  const object = (rule: Finding["rule"], [first]: readonly string[]) => {
    if (first !== undefined) throw new Found({ rule, sentence: first });
  };
  const pass = async (ms: number, lookEveryMs = LOOK_EVERY_MS) => {
    for (let leftMs = ms; leftMs > 0; leftMs -= lookEveryMs) {
      const nextMs = Math.min(leftMs, lookEveryMs);
      await world.pass(nextMs, nextMs);
      judge();
      object("S10", await honesty.look(world));
    }
  };
  const performer = new Performer(world, pass);
  const ending: Ending = { world, database, performer, pass, lost };
  let finding: Finding | null = null;
  try {
    await pass(10_000);
    for (const op of run.ops) {
      await performer.perform(op);
      judge();
    }
    object("liveness", await endWell(ending));
    object("S11", await problemsOfTasks(ending));
    // What a host has just said is written within seconds, and no gap before that.
    await pass(10_000);
    object("S12", await problemsOfRecord(world, database));
  } catch (error) {
    if (error instanceof Found) finding = error.finding;
    else
      finding = { rule: "defect", sentence: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await world.stop().catch((error: unknown) => {
      finding ??= { rule: "defect", sentence: `it does not end: ${String(error)}` };
    });
  }
  return { finding, events: safety.steps, virtualMs: sim.world.nowMs, digest: JSON.stringify(sim.world.digest) };
}

function fleetOf({ machines, alternateWitness }: FuzzRun): Fleet {
  const fleet: Fleet = {
    ...smallFleet(),
    machines: machines.map(({ level, side }, at) => ({
      name: `${level}-${at + 1}`,
      pairRef: "pair-one",
      side,
      vcpus: 2,
      memoryMiB: 2_048,
      diskMiB: 4_096,
      guest: "linux",
      protection: PROTECTION_OF_STOP[level],
      ip: null,
      load: { cpuRatio: 0.2, dirtyBytesPerSecond: 5e6, writeBytesPerSecond: 1e6, writesPerSecond: 2 },
    })),
  };
  return alternateWitness ? withAlternateWitness(fleet) : fleet;
}
