// Run by itself: how long the consequences of a policy take for a whole fleet and for one pair, each machine of it changed
// and each predicted for the loss of each part, before and after. CPU and not wall time, so that other work on the machine
// does not count.
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "../src/level";
import { NO_HEED } from "../src/no-heed";
import type { ObservedVm } from "../src/observed";
import { facts, host, machine } from "../src/pair.fixture";
import { type PreviewedPair, previewOnPair } from "../src/policy-preview";

const PAIRS = 5_000;
const MACHINES_PER_PAIR = 10;
const LEVELS = [HIGH_AVAILABILITY, FAULT_TOLERANCE, UNPROTECTED];
const CAPABILITIES = {
  "fault-tolerance": { supported: true },
  "high-availability": { supported: true },
} as const;

function pairOf(number: number, ordered: boolean): PreviewedPair {
  const machines = Array.from({ length: MACHINES_PER_PAIR }, (_, at): ObservedVm => {
    const declared = LEVELS[(number + at) % LEVELS.length] ?? HIGH_AVAILABILITY;
    const vm = machine(declared, { ref: `vm-${number}-${at}`, name: `vm-${number}-${at}`, vcpus: 1, memoryMiB: 2_048 });
    const before = at === 0 ? [] : [`vm-${number}-${at - 1}`];
    return ordered
      ? { ...vm, heed: { ...NO_HEED, restart: { ...NO_HEED.restart, after: before, delayMs: 5_000 } } }
      : vm;
  });
  return {
    facts: facts({ machines, hosts: { a: host("a"), b: host("b") } }),
    capabilities: CAPABILITIES,
    held: machines,
  };
}

/** @returns milliseconds of CPU for each so many pairs, which are made as they come: a console holds no more */
function measured(count: number, atATime: number, ordered: boolean): number[] {
  return Array.from({ length: count / atATime }, (_, turn) => {
    const pairs = Array.from({ length: atATime }, (_, at) => pairOf(turn * atATime + at, ordered));
    const began = process.cpuUsage();
    for (const pair of pairs) previewOnPair(pair, FAULT_TOLERANCE);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  });
}

const sum = (values: readonly number[]): number => values.reduce((whole, one) => whole + one, 0);
const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

measured(1_000, 100, false); // the compiler warms up
// Asking for the time takes as long as half a pair.
const fleet = measured(PAIRS, 100, false);
const single = measured(500, 1, false);
const ordered = measured(500, 1, true);
process.stdout.write(
  JSON.stringify([
    { what: "policy: consequences for 50,000 machines", value: sum(fleet), unit: "ms", budget: 1_000 },
    { what: "policy: consequences for one pair, p95", value: p95(single), unit: "ms", budget: 5 },
    { what: "policy: one pair restarted one after the other, p95", value: p95(ordered), unit: "ms", budget: 5 },
  ]),
);
