import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import { expect, it } from "vitest";
import { fleetOfTills, RolloutWorld } from "./rollout-world";
import { worldOfEachTest } from "./world-of-each-test";

/** Guests boot as long as predictions say that they do. */
const each = worldOfEachTest(5_000, { fleet: fleetOfTills(), settings: SETTINGS_OF_PACE.real });
const policies = new RolloutWorld(() => each.world);
const view = async (name: string) => each.world.desk.queries.machine((await policies.machine(name)).id);
/** What is said of the loss of the host that runs it. */
const predicted = async (name: string) => {
  const found = (await view(name)).predictions.find(({ loss }) => loss === "host-a");
  if (!found?.pauseMaxMs) throw new Error(`${name} is not predicted to come back`);
  return { ...found, ms: found.pauseMaxMs };
};

it("predicts of machines in an order what the hosts then do, to a few seconds", async () => {
  const rest = { targetRtoMs: null, targetRpoMs: null };
  await policies.policy(HIGH_AVAILABILITY, ["till-1"], {
    ...{ ...rest, name: "after", restartAfter: [{ machine: "till-3" }], startDelayMs: 10_000 },
  });
  await policies.policy(HIGH_AVAILABILITY, ["till-3"], { ...rest, name: "first", restartPriority: 1 });
  await each.world.pass(6_000, 500);
  const told = { "till-1": await predicted("till-1"), "till-3": await predicted("till-3") };
  expect(told["till-1"].reason).toMatch(
    /^It is started 10 s after till-3 answers, by the order of its policy: that adds \d+ s\./,
  );
  expect(told["till-1"].ms - told["till-3"].ms, "till-3 boots, then the delay").toBeGreaterThan(30_000);
  const lostAtMs = each.world.clock.nowMs();
  each.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  for (const name of ["till-3", "till-1"] as const) {
    await each.world.until(
      async () => (await view(name)).observed.instances.b === "Running",
      `${name} to be back`,
      300_000,
    );
    // It runs, and its application starts: only then it answers, and only then it is waited for no more.
    const tookMs = each.world.clock.nowMs() - lostAtMs + SETTINGS_OF_PACE.real.applicationStartMs;
    expect(Math.abs(tookMs - told[name].ms), `${name} took ${tookMs} ms of ${told[name].ms}`).toBeLessThan(8_000);
  }
});
