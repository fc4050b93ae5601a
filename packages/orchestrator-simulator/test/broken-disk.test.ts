import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import type { MachineDefinition } from "@v-available/domain/machine-definition";
import { expect, it } from "vitest";
import { newWorld } from "./schedule";

const wanted = (side: "a" | "b"): MachineDefinition => ({
  name: "new-one",
  pairRef: "pair-one",
  side,
  vcpus: 1,
  memoryMiB: 1_024,
  diskMiB: 2_048,
  image: null,
  mac: null,
  ip: null,
  guest: "linux",
  protection: HIGH_AVAILABILITY,
});

it("makes no machine on a host whose disk is broken: replacing it would take the only copy away", async () => {
  const simulator = newWorld("broken disk");
  simulator.advanceTo(3_000);
  simulator.lab.inject({ kind: "disk-failed", subjectRef: "host-one-a/disk-0" });
  await expect(simulator.execute({ kind: "vm.create", definition: wanted("a") }, "one")).rejects.toMatchObject({
    detail: { code: "blocked", message: "new-one was not created: no disk of one-a works." },
  });
  await simulator.execute({ kind: "vm.create", definition: wanted("b") }, "two");
  simulator.advanceTo(30_000);
  const made = Object.values(simulator.sim.world.vms).find(({ name }) => name === "new-one");
  expect(made?.instances.b?.state).toBe("Running");
});
