import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { observedSchema } from "@v-available/domain/observed";
import { expect, it } from "vitest";
import { demoFleet } from "../src/demo-fleet";
import { createSimulator } from "../src/simulator";
import { observe, observeAll } from "../src/view";
import { newWorld } from "./schedule";

it("says nothing that the port does not know, and nothing less", () => {
  const simulator = createSimulator({ seed: "view", fleet: demoFleet(), wallMs: 1_780_000_000_000 });
  simulator.advanceTo(5_000);
  for (const thing of observeAll(simulator.sim)) expect(observedSchema.parse(thing)).toEqual(thing);
});

it("refuses to protect the machine that uses a device of its host", async () => {
  const simulator = createSimulator({ seed: "view", fleet: demoFleet(), wallMs: 1_780_000_000_000 });
  simulator.advanceTo(5_000);
  const vm = Object.values(simulator.sim.world.vms).find(({ name }) => name === "cctv-index");
  const asked = simulator.execute(
    { kind: "vm.protect", vmRef: vm?.ref ?? "", protection: HIGH_AVAILABILITY },
    "protect",
  );
  await expect(asked).rejects.toMatchObject({
    detail: { code: "blocked", value: "NVIDIA T4 at 0000:3b:00.0", limit: "none" },
  });
});

it("knows of a lease what the host itself knows", () => {
  const simulator = newWorld("lease");
  simulator.advanceTo(3_000);
  const leases = () => {
    const pair = observe(simulator.sim, "pair", "pair-one");
    return pair.kind === "pair" ? pair.leases : null;
  };
  expect(leases()).toEqual({ a: "Held", b: null });
  simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
  simulator.advanceTo(20_000);
  expect(leases()).toEqual({ a: "Over", b: null });
  simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-a" });
  expect(leases()?.a).toBe("Unknown");
});
