// Run by itself: what a pair costs in fleets of different sizes, awake and while nothing happens in it, how much memory it
// takes, and how many events a second are simulated. CPU and not wall time, so that other work on the machine does not
// count. `scale.ts 100,5000` measures these sizes; the ratios are those of the last to the first.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStore } from "../src/file-store";
import { generateFleet } from "../src/generated-fleet/generate";
import { DEFAULT_SETTINGS } from "../src/setting";
import { createSimulator, type Simulator } from "../src/simulator";
import type { SimulatorStore } from "../src/store";

const MACHINES_PER_PAIR = 10;
/** So many seconds of pairs are simulated awake and asleep at each size, so that each takes about as long. */
const AWAKE_PAIR_SECONDS = 500;
const ASLEEP_PAIR_SECONDS = 120_000;
/** Everything has started by then, and pairs have fallen asleep. */
const STARTED_MS = 3_000;

const cpuSecondsOf = (work: () => void): number => {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
};

const world = (pairs: number, napAfterMs: number | null): Simulator => {
  const settings = { ...DEFAULT_SETTINGS, rhythm: { ...DEFAULT_SETTINGS.rhythm, napAfterMs } };
  const fleet = generateFleet({ seed: "scale", pairs, machinesPerPair: MACHINES_PER_PAIR });
  return createSimulator({ seed: "scale", fleet, wallMs: 0, settings });
};

function measureAwake(pairs: number) {
  const simulator = world(pairs, null);
  const { world: simulated } = simulator.sim;
  simulator.advanceTo(STARTED_MS);
  const eventsBefore = simulated.digest.events;
  const virtualSeconds = Math.max(1, AWAKE_PAIR_SECONDS / pairs);
  const cpuSeconds = cpuSecondsOf(() => simulator.advanceTo(STARTED_MS + virtualSeconds * 1_000));
  const microseconds = (cpuSeconds * 1e6) / (pairs * virtualSeconds);
  return {
    pairs,
    microseconds,
    results: [
      {
        what: `simulator: ${pairs} pairs awake, events`,
        value: (simulated.digest.events - eventsBefore) / cpuSeconds,
        unit: "/s",
        budget: 100_000,
        atLeast: true,
      },
      { what: `simulator: ${pairs} pairs, an awake pair's second`, value: microseconds, unit: "µs" },
    ],
  };
}

/** Somebody watches, as in the demo: what sleeps is told of too. @returns how to end it */
function watch(simulator: Simulator): () => void {
  const ended = new AbortController();
  void (async () => {
    for await (const _ of simulator.observe({ signal: ended.signal }));
  })();
  return () => ended.abort();
}

const SAVE_EVERY_SECONDS = 25;

/** As time passes in the demo: who watches takes what was told before more is, and what has changed is written down. */
async function pass(simulator: Simulator, store: SimulatorStore, seconds: number): Promise<void> {
  let savedAtMs = simulator.nowMs();
  for (let passed = 1; passed <= seconds; passed++) {
    simulator.advanceTo(simulator.nowMs() + 1_000);
    if (passed % SAVE_EVERY_SECONDS === 0) {
      const image = simulator.imageSince(savedAtMs);
      savedAtMs = simulator.nowMs();
      await store.saveImage(image);
    }
    await new Promise(setImmediate);
  }
}

async function measureAsleep(pairs: number) {
  let simulator = world(1, null);
  const buildSeconds = cpuSecondsOf(() => {
    simulator = world(pairs, DEFAULT_SETTINGS.rhythm.napAfterMs);
  });
  const startSeconds = cpuSecondsOf(() => simulator.advanceTo(STARTED_MS));
  const awake = Object.values(simulator.sim.world.pairs).filter(({ napSinceMs }) => napSinceMs == null).length;
  const unwatch = watch(simulator);
  const folder = mkdtempSync(join(tmpdir(), "v-available-scale-"));
  const store = fileStore(folder);
  const virtualSeconds = Math.max(50, Math.min(600, ASLEEP_PAIR_SECONDS / pairs));
  // The few that were looked at before their agents had found each other fall asleep within this time.
  simulator.advanceTo(STARTED_MS + 15_000);
  await store.saveImage(simulator.imageSince(null));
  await pass(simulator, store, 1);
  const began = process.cpuUsage();
  await pass(simulator, store, virtualSeconds);
  const { user, system } = process.cpuUsage(began);
  const cpuSeconds = (user + system) / 1e6;
  unwatch();
  store.close();
  rmSync(folder, { recursive: true });
  const { rss } = process.memoryUsage();
  return {
    pairs,
    microseconds: (cpuSeconds * 1e6) / (pairs * virtualSeconds),
    results: [
      { what: `simulator: ${pairs} pairs built`, value: buildSeconds, unit: "CPU s" },
      { what: `simulator: ${pairs} pairs, their first ${STARTED_MS / 1_000} s`, value: startSeconds, unit: "CPU s" },
      { what: `simulator: ${pairs} pairs, awake after that`, value: awake, unit: "pairs" },
      {
        what: `simulator: ${pairs} pairs, a sleeping pair's second`,
        value: (cpuSeconds * 1e6) / (pairs * virtualSeconds),
        unit: "µs",
      },
      {
        what: `simulator: ${pairs} pairs asleep at 1×`,
        value: (100 * cpuSeconds) / virtualSeconds,
        unit: "% of a core",
        budget: 10,
      },
      { what: `simulator: ${pairs} pairs, memory of the process`, value: rss / 1e6, unit: "MB", budget: 1_000 },
    ],
  };
}

type Measured = Awaited<ReturnType<typeof measureAsleep>>;

/** What a pair costs in the last fleet for what it costs in the first. */
function ratio(state: string, measured: readonly Pick<Measured, "pairs" | "microseconds">[]) {
  const [first, last] = [measured[0], measured.at(-1)];
  return {
    what: `simulator: a pair ${state} among ${last?.pairs} to one among ${first?.pairs}`,
    value: (last?.microseconds ?? 0) / (first?.microseconds ?? 1),
    unit: "×",
    budget: 1.2,
  };
}

const sizes = (process.argv[2] ?? "100,5000").split(",").map(Number);
const awake = sizes.map(measureAwake);
const asleep: Measured[] = [];
for (const pairs of sizes) asleep.push(await measureAsleep(pairs));
process.stdout.write(
  JSON.stringify([
    ...[...awake, ...asleep].flatMap(({ results }) => results),
    ratio("awake", awake),
    ratio("asleep", asleep),
  ]),
);
