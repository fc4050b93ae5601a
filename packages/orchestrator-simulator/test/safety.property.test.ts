import fc from "fast-check";
import { expect, it } from "vitest";
import { SafetyCheck } from "./safety";
import { deeds, newWorld, performAll } from "./schedule";

const SCHEDULES = 250;
/** The same in every build, so that nobody is stopped by chance. Other seeds are for those who go looking. */
const SEED = Number(process.env.SAFETY_SEED ?? 4_711);

it(`nothing that ${SCHEDULES} fault-lab schedules do breaks safety (S1, S2, S3, S5)`, async () => {
  await fc.assert(
    fc.asyncProperty(deeds(14), fc.nat(1_000_000), async (all, chance) => {
      const alternate = chance % 2 === 1;
      const simulator = newWorld(`safety ${chance}`, { afterEvent: new SafetyCheck().after, alternate });
      await performAll(simulator, all);
    }),
    { numRuns: SCHEDULES, seed: SEED },
  );
});

it("finds what the checks are for: a write acknowledged by one copy while two count", () => {
  const check = new SafetyCheck();
  const simulator = newWorld("broken on purpose", { afterEvent: check.after });
  // Before it is looked at whether the pair may sleep.
  simulator.advanceTo(50);
  const vm = Object.values(simulator.sim.world.vms)[0];
  if (vm?.legs.b) vm.legs.b.written -= 5;
  expect(() => simulator.advanceTo(120)).toThrow(/^S2/);
});
