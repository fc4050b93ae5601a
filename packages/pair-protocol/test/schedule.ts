import { DIAL_STOPS } from "@v-available/domain/level";
import { SIDES } from "@v-available/domain/state";
import * as fc from "fast-check";
import { PATHS } from "../src/message";
import type { Fault, Schedule } from "./fault";
import type { MachineChoice } from "./settled";

const side = fc.constantFrom(...SIDES);
const machine = fc.nat(1);
const either = fc.boolean();
const seldom = fc.integer({ min: 0, max: 9 }).map((n) => n === 9);
const backAfterMs = fc.oneof(fc.integer({ min: 20, max: 900 }), fc.integer({ min: 900, max: 9_000 }));
const maybeBack = fc.oneof(fc.constant(null), backAfterMs);
const way = fc.constantFrom("both", "both", "ab", "ba");

const quality = fc.record({
  lossRatio: fc.constantFrom(0, 0, 0.05, 0.3),
  doubleRatio: fc.constantFrom(0, 0.1, 0.4),
  lateRatio: fc.constantFrom(0, 0.05, 0.3),
  lateMs: fc.constantFrom(400, 2_000, 9_000, 20_000),
});

const path = fc.constantFrom("all", "all", ...PATHS);

/** One kind of fault with what may vary in it. */
const of = <Kind extends Fault["kind"]>(
  kind: Kind,
  rest: { [Key in Exclude<keyof Extract<Fault, { kind: Kind }>, "kind" | "at">]: fc.Arbitrary<unknown> } & {
    at?: fc.Arbitrary<unknown>;
  },
): fc.Arbitrary<Fault> =>
  fc.record({ kind: fc.constant(kind), ...rest }) as fc.Arbitrary<unknown> as fc.Arbitrary<Fault>;

const ofWitness: readonly [number, fc.Arbitrary<Fault>][] = [
  [3, of("witness-cut", { side, way: fc.constantFrom("both", "both", "up", "down") })],
  [2, of("witness-mend", { side })],
  [2, of("witness-off", { backAfterMs: maybeBack })],
  [2, of("witness-on", {})],
  [1, of("witness-swapped", { backAfterMs })],
];

const at = fc.constantFrom("witness", "witness", "alternate");
const ofTwoWitnesses: readonly [number, fc.Arbitrary<Fault>][] = [
  [5, of("witness-cut", { at, side, way: fc.constantFrom("both", "both", "up", "down") })],
  [3, of("witness-mend", { at, side })],
  [3, of("witness-off", { at, backAfterMs: maybeBack })],
  [2, of("witness-on", { at })],
];

const ofHosts: readonly [number, fc.Arbitrary<Fault>][] = [
  [4, of("cut", { path, way })],
  [3, of("mend", { path })],
  [3, of("host-off", { side, forget: seldom, backAfterMs: maybeBack })],
  [2, of("host-on", { side })],
  [3, of("agent-off", { side, forget: seldom, backAfterMs })],
  [
    3,
    of("crash-after", {
      side,
      effects: fc.integer({ min: 0, max: 25 }),
      what: fc.constantFrom("agent", "host"),
      forget: seldom,
      backAfterMs,
    }),
  ],
  [1, of("process-dies", { machine })],
  [1, of("guest-crashes", { machine })],
  [1, of("leg-fails", { machine, side })],
  [1, of("copies-differ", { machine, either })],
  [1, of("standby-fails", { machine, fault: fc.constantFrom("replica-divergence", "standby-lag") })],
  [1, of("fence", { side })],
  [1, of("clock-steps", { side })],
  [2, of("network", { quality })],
];

const ofPeople: readonly [number, fc.Arbitrary<Fault>][] = [
  [2, of("protect", { machine, stop: fc.constantFrom(...DIAL_STOPS) })],
  [1, of("power", { machine, on: fc.boolean() })],
  [1, of("switch", { machine })],
  [1, of("choose", { machine, keep: side })],
];

const oneOf = (weighted: readonly [number, fc.Arbitrary<Fault>][]): fc.Arbitrary<Fault> =>
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));

export const anyFault = oneOf([...ofWitness, ...ofHosts, ...ofPeople]);
/** Mostly of disks, and of what may be under way when one breaks. */
export const diskFault = oneOf([
  [8, of("leg-fails", { machine, side })],
  [4, of("copies-differ", { machine, either })],
  ...ofHosts,
  ...ofPeople,
  [3, of("witness-off", { backAfterMs: maybeBack })],
  [2, of("witness-on", {})],
]);
/** Mostly of planned work, and of what may go wrong meanwhile. */
export const maintenanceFault = oneOf([
  [8, of("enter-maintenance", { side })],
  [5, of("leave-maintenance", { side })],
  ...ofHosts,
  ...ofPeople,
  [2, of("witness-off", { backAfterMs: maybeBack })],
  [1, of("witness-on", {})],
]);
/** Mostly of the order of restarts, and of what makes hosts restart machines. */
export const orderFault = oneOf([
  [
    10,
    of("order", {
      machine,
      priority: fc.constantFrom(1, 2, 3, 4, 5),
      after: fc.boolean(),
      delayMs: fc.constantFrom(0, 0, 300, 2_000),
    }),
  ],
  [4, of("host-off", { side, forget: fc.constant(false), backAfterMs })],
  ...ofHosts,
  ...ofPeople,
  [2, of("witness-off", { backAfterMs: maybeBack })],
  [1, of("witness-on", {})],
]);
export const witnessFault = oneOf(ofWitness);
/** Of a pair with an alternate witness. */
export const anyFaultOfTwo = oneOf([...ofTwoWitnesses, ...ofHosts, ...ofPeople]);
export const anyWitnessFault = oneOf(ofTwoWitnesses);

/** Gaps that lie within and across every period of the protocol. */
const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 900 }),
  fc.integer({ min: 900, max: 5_000 }),
  fc.integer({ min: 5_000, max: 9_000 }),
);

/** Few different choices, because each is settled once and then copied. */
export const SINGLE_MACHINES: readonly (readonly MachineChoice[])[] = [
  [{ stop: "high-availability", side: "a" }],
  [{ stop: "fault-tolerance", side: "a" }],
];
export const PAIRS_OF_MACHINES: readonly (readonly MachineChoice[])[] = [
  [
    { stop: "high-availability", side: "a" },
    { stop: "fault-tolerance", side: "b" },
  ],
  [
    { stop: "unprotected", side: "b" },
    { stop: "high-availability", side: "b" },
  ],
];

/** All of one host, so that they are restarted together. */
export const TOGETHER: readonly (readonly MachineChoice[])[] = [
  [
    { stop: "high-availability", side: "a" },
    { stop: "high-availability", side: "a" },
  ],
  [
    { stop: "high-availability", side: "a" },
    { stop: "fault-tolerance", side: "a" },
  ],
];

/** Schedules on one of those pairs of hosts. */
export const scheduleOn = (
  choices: readonly (readonly MachineChoice[])[],
  fault = anyFault,
  alternate = false,
): fc.Arbitrary<Schedule> =>
  fc.record({
    alternate: fc.constant(alternate),
    seed: fc.nat(),
    machines: fc.constantFrom(...choices),
    faults: fc.array(fc.record({ afterMs, fault }), { minLength: 1, maxLength: 7 }),
    thenMs: fc.constantFrom(500, 4_000, 9_000, 14_000),
  });
export const anySchedule = scheduleOn([...SINGLE_MACHINES, ...PAIRS_OF_MACHINES]);

/** The active side's disk breaks about when the other one, which had been away, is filled. */
export const diskFailsAsCopied: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat(),
    machines: fc.constantFrom(...SINGLE_MACHINES),
    failsAfterMs: fc.integer({ min: 1_000, max: 6_000 }),
  })
  .map(({ seed, machines, failsAfterMs }) => ({
    seed: seed * 4 + 1,
    machines,
    faults: [
      { afterMs: 0, fault: { kind: "host-off", side: "b", forget: false, backAfterMs: 900 } },
      { afterMs: failsAfterMs, fault: { kind: "leg-fails", machine: 0, side: "a" } },
    ],
    thenMs: 4_000,
  }));

/** Wrong blocks are found on the standby's copy, and the active side's host or disk is lost before it can have the token. */
export const lostAsMismatchFound: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat(),
    machines: fc.constantFrom(...SINGLE_MACHINES),
    afterMs: fc.integer({ min: 0, max: 60 }),
    lost: fc.constantFrom<Fault>(
      { kind: "host-off", side: "a", forget: false, backAfterMs: null },
      { kind: "leg-fails", machine: 0, side: "a" },
    ),
  })
  .map(({ seed, machines, afterMs, lost }) => ({
    seed: seed * 4 + 1,
    machines,
    faults: [
      { afterMs: 0, fault: { kind: "witness-cut", side: "a", way: "both" } },
      { afterMs: 0, fault: { kind: "copies-differ", machine: 0 } },
      { afterMs, fault: lost },
    ],
    thenMs: 9_000,
  }));

/** Either copy may be the right one, and things befall the hosts before, while and after a person says which. */
const askedFault = oneOf([
  [4, of("copies-differ", { machine, either: fc.constant(true) })],
  [8, of("choose", { machine, keep: side })],
  ...ofHosts,
  ...ofPeople,
  [2, of("witness-cut", { side, way: fc.constantFrom("both", "both", "up", "down") })],
  [1, of("witness-mend", { side })],
]);
export const directionAsked: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat(),
    machines: fc.constantFrom(...SINGLE_MACHINES),
    faults: fc.array(fc.record({ afterMs, fault: askedFault }), { minLength: 1, maxLength: 6 }),
    thenMs: fc.constantFrom(500, 4_000, 9_000),
  })
  .map(({ faults, ...schedule }) => ({
    ...schedule,
    faults: [{ afterMs: 0, fault: { kind: "copies-differ", machine: 0, either: true } }, ...faults],
  }));

/** The standby comes back without its records, and the hosts lose each other about when it is filled. */
export const partAsForgetfulIsFilled: fc.Arbitrary<Schedule> = fc
  .record({
    seed: fc.nat(),
    machines: fc.constantFrom(...SINGLE_MACHINES),
    backAfterMs: fc.integer({ min: 20, max: 900 }),
    partAfterMs: fc.integer({ min: 200, max: 3_000 }),
  })
  .map(({ seed, machines, backAfterMs, partAfterMs }) => ({
    seed,
    machines,
    faults: [
      { afterMs: 0, fault: { kind: "host-off", side: "b", forget: true, backAfterMs } },
      { afterMs: partAfterMs, fault: { kind: "cut", path: "all", way: "both" } },
    ],
    thenMs: 4_000,
  }));
