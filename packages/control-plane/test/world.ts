import type { Database } from "@v-available/db/database";
import { type Engine, emptyDatabase, makeTestDatabase } from "@v-available/db/testing";
import type { Role, Sites } from "@v-available/domain/role";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import type { AfterEvent } from "@v-available/orchestrator-simulator/engine";
import type { Fleet } from "@v-available/orchestrator-simulator/fleet";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import type { Settings } from "@v-available/orchestrator-simulator/setting";
import { createSimulator, type Simulator } from "@v-available/orchestrator-simulator/simulator";
import { type Desk, startControlPlane } from "../src/control-plane";
import type { Actor } from "../src/desk";
import type { Log } from "../src/environment";
import type { WatchTiming } from "../src/watch/watch-adapter";
import { type BreakableDatabase, breakable } from "./breakable-database";
import { VirtualClock } from "./virtual-clock";

const BEGIN_MS = 1_780_000_000_000;
const STEP_MS = 250;
const QUIET_TURNS = 6;

const FROM = { personId: null, from: { address: "192.0.2.1", agent: "a test" } };
/** Somebody who acts in a test; responsible for all sites, where none are named. */
export const actorOf = (name: string, role: Role, sites: Sites = "all"): Actor => ({ ...FROM, name, role, sites });
export const OPERATOR = actorOf("Ada", "owner");
export const VIEWER = actorOf("Vic", "viewer");

/** A simulated fleet, a database and a control plane between them, all on one clock that only the test moves. */
export interface TestWorld {
  readonly db: BreakableDatabase;
  readonly clock: VirtualClock;
  readonly simulator: Simulator;
  readonly desk: Desk;
  readonly logged: readonly { readonly level: string; readonly message: string }[];
  /** Lets time go by for all of them, and waits until what follows from it is written. */
  pass(ms: number, stepMs?: number): Promise<void>;
  /** Lets time go by until it holds, for an hour at most. */
  until(holds: () => Promise<boolean> | boolean, what: string, limitMs?: number): Promise<void>;
  /** The control plane ends, however abruptly, and begins again on what is written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly seed?: string;
  readonly fleet?: Fleet;
  readonly settings?: Settings;
  readonly timing?: Partial<WatchTiming>;
  readonly afterEvent?: AfterEvent;
  /** What stands between the simulator and the watch: it may lie, hang or be cut. */
  readonly between?: (simulator: Simulator) => Orchestrator;
}

export async function openWorld(database: Database, options: WorldOptions = {}): Promise<TestWorld> {
  const db = breakable(database);
  const clock = new VirtualClock(BEGIN_MS);
  const simulator = createSimulator({
    seed: options.seed ?? "control-plane",
    fleet: options.fleet ?? smallFleetOfEachLevel(),
    wallMs: BEGIN_MS,
    settings: options.settings ?? SETTINGS_OF_PACE.brisk,
    afterEvent: options.afterEvent,
  });
  const logged: { level: string; message: string }[] = [];
  const write = (level: string) => (message: string, fields?: object) =>
    void logged.push({ level, message: fields ? `${message} ${JSON.stringify(fields)}` : message });
  const log: Log = { info: write("info"), warn: write("warn"), error: write("error") };
  const begin = () =>
    startControlPlane({
      db,
      clock,
      log,
      orchestrators: [options.between?.(simulator) ?? simulator],
      setting: { version: "test", organisation: "Test", demo: true },
      timing: { batchMs: 0, measureMs: 0, ...options.timing },
    });
  const breathe = async () => {
    const endMs = Date.now() + 120_000;
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = db.busy === 0 ? quiet + 1 : 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (Date.now() > endMs) throw new Error("a transaction does not end");
    }
  };
  const pass = async (ms: number, stepMs = STEP_MS) => {
    for (let left = ms; left > 0; left -= stepMs) {
      const nowMs = clock.nowMs() + Math.min(stepMs, left);
      simulator.advanceTo(nowMs - BEGIN_MS);
      clock.moveTo(nowMs);
      await breathe();
    }
  };
  let desk = await begin();
  await breathe();
  return {
    db,
    clock,
    simulator,
    get desk() {
      return desk;
    },
    logged,
    pass,
    async until(holds, what, limitMs = 3_600_000) {
      const endMs = clock.nowMs() + limitMs;
      while (!(await holds())) {
        if (clock.nowMs() >= endMs) throw new Error(`${what} did not come within ${limitMs} ms of virtual time`);
        await pass(500);
      }
    },
    async restart() {
      await ended(desk, pass);
      desk = await begin();
      await breathe();
    },
    async stop() {
      await ended(desk, pass);
      await simulator.close();
    },
  };
}

/** Some of what ends waits on the clock. */
async function ended(desk: Desk, pass: (ms: number) => Promise<void>): Promise<void> {
  let over = false;
  const stopping = desk.stop().finally(() => {
    over = true;
  });
  while (!over) await pass(STEP_MS);
  await stopping;
}

/** One database for a whole test file: making it takes longer than any of the tests. */
export async function sharedDatabase(
  engine: Engine,
): Promise<{ fresh(): Promise<Database>; dispose(): Promise<void> }> {
  const made = await makeTestDatabase(engine);
  return {
    async fresh() {
      await emptyDatabase(made.database);
      return made.database;
    },
    dispose: () => made.dispose(),
  };
}
