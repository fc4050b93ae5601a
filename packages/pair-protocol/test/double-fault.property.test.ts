import { SIDES, type Side } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { checkLiveness } from "./expectation";
import { type Fault, play, type Schedule } from "./fault";
import { LAW } from "./run";
import { LEVELS } from "./story";

/** The same fault on either side, by its name. */
const both = <Key extends string>(name: Key, fault: (side: Side) => Fault): Record<string, Fault> =>
  Object.fromEntries(SIDES.map((side) => [`${name} ${side}`, fault(side)]));

/** Every single fault that the pair must bear. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ...both("power", (side) => ({ kind: "host-off", side, forget: false, backAfterMs: null })),
  ...both("reboot", (side) => ({ kind: "host-off", side, forget: false, backAfterMs: 900 })),
  ...both("disks lost", (side) => ({ kind: "host-off", side, forget: true, backAfterMs: 900 })),
  ...both("agent", (side) => ({ kind: "agent-off", side, forget: false, backAfterMs: 700 })),
  ...both("records lost", (side) => ({ kind: "agent-off", side, forget: true, backAfterMs: 700 })),
  ...both("crash in a step", (side) => ({
    kind: "crash-after",
    side,
    effects: 3,
    what: "host",
    forget: false,
    backAfterMs: 900,
  })),
  ...both("witness path", (side) => ({ kind: "witness-cut", side, way: "both" })),
  ...both("copy", (side) => ({ kind: "leg-fails", machine: 0, side })),
  ...both("fence", (side) => ({ kind: "fence", side })),
  "one link": { kind: "cut", path: "link-a", way: "both" },
  "both links one way": { kind: "cut", path: "all", way: "ab" },
  "all paths": { kind: "cut", path: "all", way: "both" },
  witness: { kind: "witness-off", backAfterMs: null },
  "witness restart": { kind: "witness-off", backAfterMs: 1_500 },
  "another witness": { kind: "witness-swapped", backAfterMs: 3_000 },
  process: { kind: "process-dies", machine: 0 },
  guest: { kind: "guest-crashes", machine: 0 },
  switch: { kind: "switch", machine: 0 },
  "either copy may be right": { kind: "copies-differ", machine: 0, either: true },
};

/** Together; while the partner is only suspected; when all about the first has been decided. */
const OFFSETS_MS = [0, 1_400, 12_000];
const names = Object.keys(FAULTS);

/** Safety is checked after every step of it, liveness after the repair. */
function broken(schedule: Schedule): string | null {
  try {
    checkLiveness(play(schedule, LAW), LAW);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe.each(LEVELS)("every pair of faults at %s", (stop) => {
  it.each(names)("%s first", (first) => {
    const failures = names.flatMap((second) =>
      OFFSETS_MS.flatMap((afterMs, index) => {
        const faults = [
          { afterMs: 0, fault: FAULTS[first] as Fault },
          { afterMs, fault: FAULTS[second] as Fault },
        ];
        const said = broken({ seed: index + 1, machines: [{ stop, side: "a" }], faults, thenMs: 9_000 });
        return said === null ? [] : [`then ${second} after ${afterMs} ms: ${said}`];
      }),
    );
    expect(failures).toEqual([]);
  });
});
