// Run by itself: what a quiet pair costs in fleets of different sizes. CPU and not wall time, so that other work on the
// machine does not count. `scale.ts 100,1000` measures these sizes; the ratio is that of the last to the first.
import { createSimulator } from "../src/simulator";
import { fleetOfSize } from "./fleet-of-size";

/** So many seconds of pairs are simulated at each size, so that each takes about as long. */
const PAIR_SECONDS = 1_500;

const cpuSecondsOf = (work: () => void): number => {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
};

function measure(pairs: number) {
  const fleet = fleetOfSize(pairs);
  let simulator = createSimulator({ seed: "scale", fleet: fleetOfSize(1), wallMs: 0 });
  const buildSeconds = cpuSecondsOf(() => {
    simulator = createSimulator({ seed: "scale", fleet, wallMs: 0 });
  });
  const { world } = simulator.sim;
  simulator.advanceTo(3_000); // everything has started
  const eventsBefore = world.digest.events;
  const virtualSeconds = Math.max(3, PAIR_SECONDS / pairs);
  const cpuSeconds = cpuSecondsOf(() => simulator.advanceTo(3_000 + virtualSeconds * 1_000));
  return {
    pairs,
    buildSeconds,
    eventsPerCpuSecond: (world.digest.events - eventsBefore) / cpuSeconds,
    microsecondsPerPairSecond: (cpuSeconds * 1e6) / (pairs * virtualSeconds),
  };
}

const sizes = (process.argv[2] ?? "100,1000").split(",").map(Number);
const measured = sizes.map(measure);
const first = measured[0];
const last = measured.at(-1);
process.stdout.write(
  JSON.stringify([
    ...measured.flatMap(({ pairs, buildSeconds, eventsPerCpuSecond, microsecondsPerPairSecond }) => [
      { what: `simulator: ${pairs} pairs built`, value: buildSeconds, unit: "CPU s" },
      { what: `simulator: ${pairs} pairs, events`, value: eventsPerCpuSecond, unit: "/s" },
      { what: `simulator: ${pairs} pairs, a quiet pair's second`, value: microsecondsPerPairSecond, unit: "µs" },
    ]),
    {
      what: `simulator: a pair among ${last?.pairs} to one among ${first?.pairs}`,
      value: (last?.microsecondsPerPairSecond ?? 0) / (first?.microsecondsPerPairSecond ?? 1),
      unit: "×",
    },
  ]),
);
