import type { FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import fc from "fast-check";
import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { withRecoverySite } from "../src/recovery-fleet";
import { createSimulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { SafetyCheck } from "./safety";

const RUNS = 40;
const FAULTS: readonly (readonly [FaultKind, string])[] = [
  ["wan-down", "link-one-wan"],
  ["host-power-loss", "host-one-a"],
  ["host-power-loss", "host-one-b"],
  ["availability-links", "pair-one"],
  ["disk-failed", "host-one-b/disk-0"],
  ["witness-lost", "witness-south"],
  ["site-power", "site-east"],
  ["site-isolated", "site-east"],
];

type Deed =
  | {
      readonly do: "ask";
      readonly kind: "vm.drill" | "vm.end-drill" | "vm.stop" | "vm.start";
      readonly machine: string;
    }
  | { readonly do: "break" | "mend"; readonly fault: (typeof FAULTS)[number] };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ask" as const),
      kind: fc.constantFrom("vm.drill", "vm.drill", "vm.drill", "vm.end-drill", "vm.stop", "vm.start"),
      machine: fc.constantFrom("ha-app", "ft-app"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("break", "mend"), fault: fc.constantFrom(...FAULTS) }) },
);
const deeds = fc.array(fc.tuple(deed, fc.integer({ min: 100, max: 6_000 })), { minLength: 6, maxLength: 16 });

it(`keeps S13 in ${RUNS} random runs, and every drill ends, proven or with the reason why not`, async () => {
  let measured = 0;
  let brokenOff = 0;
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => {
      const safety = new SafetyCheck();
      const simulator = createSimulator({
        seed: "drills",
        fleet: withRecoverySite(smallFleetOfEachLevel()),
        wallMs: 1_780_000_000_000,
        settings: SETTINGS_OF_PACE.brisk,
        afterEvent: safety.after,
      });
      simulator.advanceTo(12_000);
      const vms = Object.values(simulator.sim.world.vms);
      for (const [index, [one, pauseMs]] of all.entries()) {
        try {
          if (one.do === "ask") {
            const vmRef = vms.find(({ name }) => name === one.machine)?.ref ?? "";
            const isDrill = one.kind === "vm.drill" || one.kind === "vm.end-drill";
            const command = isDrill ? { kind: one.kind, vmRef, signedBy: "Ada" } : { kind: one.kind, vmRef };
            await simulator.execute(command as Parameters<typeof simulator.execute>[0], `task ${index}`);
          } else if (one.do === "break") {
            const [kind, subjectRef] = one.fault;
            simulator.lab.inject({ kind, subjectRef });
          } else {
            const found = simulator.lab
              .active()
              .find(({ kind, subjectRef }) => one.fault.join() === [kind, subjectRef].join());
            if (found) simulator.lab.clear(found.id);
          }
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
        simulator.advanceTo(simulator.nowMs() + pauseMs);
      }
      for (const { id } of simulator.lab.active()) simulator.lab.clear(id);
      simulator.advanceTo(simulator.nowMs() + 60_000);
      for (const task of Object.values(simulator.sim.world.tasks))
        if (task.command.kind === "vm.drill") expect(task.observed.state).not.toBe("running");
      for (const vm of vms) {
        const copy = observeVm(simulator.sim, vm).recoveryCopy;
        if (!copy) continue;
        expect(copy.lagMs, "it is copied as before").toBeLessThan(15_000);
        for (const { state } of copy.drills) {
          expect(state).not.toBe("running");
          if (state === "measured") measured += 1;
          else brokenOff += 1;
        }
      }
    }),
    { numRuns: RUNS, seed: 4_711 },
  );
  expect(Math.min(measured, brokenOff), "both ends were seen often").toBeGreaterThan(10);
});
