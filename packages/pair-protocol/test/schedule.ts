import { DIAL_STOPS } from "@v-available/domain/level";
import { SIDES } from "@v-available/domain/state";
import * as fc from "fast-check";
import { PATHS } from "../src/message";
import type { Fault, Schedule } from "./fault";
import type { MachineChoice } from "./settled";

const side = fc.constantFrom(...SIDES);
const machine = fc.nat(1);
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
const weighted: readonly [number, fc.Arbitrary<Fault>][] = [
  [4, fc.record({ kind: fc.constant("cut"), path, way }) as fc.Arbitrary<Fault>],
  [3, fc.record({ kind: fc.constant("mend"), path }) as fc.Arbitrary<Fault>],
  [
    3,
    fc.record({
      kind: fc.constant("witness-cut"),
      side,
      way: fc.constantFrom("both", "both", "up", "down"),
    }) as fc.Arbitrary<Fault>,
  ],
  [2, fc.record({ kind: fc.constant("witness-mend"), side }) as fc.Arbitrary<Fault>],
  [2, fc.record({ kind: fc.constant("witness-off"), backAfterMs: maybeBack }) as fc.Arbitrary<Fault>],
  [2, fc.record({ kind: fc.constant("witness-on") }) as fc.Arbitrary<Fault>],
  [
    3,
    fc.record({ kind: fc.constant("host-off"), side, forget: seldom, backAfterMs: maybeBack }) as fc.Arbitrary<Fault>,
  ],
  [2, fc.record({ kind: fc.constant("host-on"), side }) as fc.Arbitrary<Fault>],
  [3, fc.record({ kind: fc.constant("agent-off"), side, forget: seldom, backAfterMs }) as fc.Arbitrary<Fault>],
  [
    3,
    fc.record({
      kind: fc.constant("crash-after"),
      side,
      effects: fc.integer({ min: 0, max: 25 }),
      what: fc.constantFrom("agent", "host"),
      forget: seldom,
      backAfterMs,
    }) as fc.Arbitrary<Fault>,
  ],
  [1, fc.record({ kind: fc.constant("process-dies"), machine }) as fc.Arbitrary<Fault>],
  [1, fc.record({ kind: fc.constant("guest-crashes"), machine }) as fc.Arbitrary<Fault>],
  [1, fc.record({ kind: fc.constant("leg-fails"), machine, side }) as fc.Arbitrary<Fault>],
  [1, fc.record({ kind: fc.constant("fence"), side }) as fc.Arbitrary<Fault>],
  [2, fc.record({ kind: fc.constant("network"), quality }) as fc.Arbitrary<Fault>],
  [
    2,
    fc.record({ kind: fc.constant("protect"), machine, stop: fc.constantFrom(...DIAL_STOPS) }) as fc.Arbitrary<Fault>,
  ],
  [1, fc.record({ kind: fc.constant("power"), machine, on: fc.boolean() }) as fc.Arbitrary<Fault>],
  [1, fc.record({ kind: fc.constant("switch"), machine }) as fc.Arbitrary<Fault>],
];

export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  ...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);

/** Gaps that lie within and across every period of the protocol. */
const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 900 }),
  fc.integer({ min: 900, max: 5_000 }),
  fc.integer({ min: 5_000, max: 9_000 }),
);

/** Few different choices, because each is settled once and then copied. */
export const CHOICES: readonly (readonly MachineChoice[])[] = [
  [{ stop: "high-availability", side: "a" }],
  [{ stop: "fault-tolerance", side: "a" }],
  [
    { stop: "high-availability", side: "a" },
    { stop: "fault-tolerance", side: "b" },
  ],
  [
    { stop: "unprotected", side: "b" },
    { stop: "high-availability", side: "b" },
  ],
];

export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  machines: fc.constantFrom(...CHOICES),
  faults: fc.array(fc.record({ afterMs, fault: anyFault }), { minLength: 1, maxLength: 7 }),
  thenMs: fc.constantFrom(500, 4_000, 9_000, 14_000),
});
