import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { observedSchema } from "@v-available/domain/observed";
import { expect, it } from "vitest";
import { demoFleet } from "../src/demo-fleet";
import { createSimulator } from "../src/simulator";
import { observeAll } from "../src/view";

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
