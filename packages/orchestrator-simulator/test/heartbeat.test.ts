import { FAULT_TOLERANCE, HIGH_AVAILABILITY } from "@v-available/domain/level";
import { expect, it } from "vitest";
import { newWorld } from "./schedule";

it("tells that hosts beat faster as soon as a machine is in lockstep, and slower once none is", async () => {
  const simulator = newWorld("heartbeat");
  const { ftHeartbeatMs, haHeartbeatMs } = simulator.sim.world.settings.timing;
  const stop = new AbortController();
  const told: Record<string, number> = {};
  const watching = (async () => {
    for await (const seen of simulator.observe({ signal: stop.signal }))
      for (const entity of seen.type === "snapshot" ? seen.entities : seen.upserts)
        if (entity.kind === "host") told[entity.name] = entity.heartbeatMs;
  })();
  const vmRef = Object.values(simulator.sim.world.vms).find(({ name }) => name === "ft-app")?.ref ?? "";
  const dial = async (protection: typeof FAULT_TOLERANCE, taskKey: string) => {
    await simulator.execute({ kind: "vm.protect", vmRef, protection }, taskKey);
    simulator.advanceTo(simulator.nowMs() + 1_500);
    await new Promise((resolve) => setImmediate(resolve));
  };
  simulator.advanceTo(1_000);
  await dial(HIGH_AVAILABILITY, "down");
  expect(told).toEqual({ "one-a": haHeartbeatMs, "one-b": haHeartbeatMs });
  await dial(FAULT_TOLERANCE, "up");
  expect(told).toEqual({ "one-a": ftHeartbeatMs, "one-b": ftHeartbeatMs });
  stop.abort();
  await watching;
});
