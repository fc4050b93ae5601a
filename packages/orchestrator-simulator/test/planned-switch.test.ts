import { expect, it } from "vitest";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

it.each(["ft-app", "ha-app"])("a planned switch keeps the memory and the connections of %s", async (name) => {
  const simulator = newWorld("planned switch");
  simulator.advanceTo(3_000);
  const vm = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!vm) throw new Error(`no machine ${name}`);
  await simulator.execute({ kind: "vm.switch-active", vmRef: vm.ref, to: "b" }, "move");
  simulator.advanceTo(20_000);
  expect(observeVm(simulator.sim, vm)).toMatchObject({ activeSide: "b", instances: { b: "Running" } });
  expect(simulator.clientOf(vm.ref)).toMatchObject({ lost: 0, memoryLost: 0, connectionsLost: 0 });
});

it.each([0, 10, 50])("drops no copy that it has just completed, of two that move %s ms apart", async (apartMs) => {
  // In this world the witness tells of the copy before the host that made it does.
  const simulator = newWorld("control-plane");
  simulator.advanceTo(8_000);
  for (const name of ["ft-app", "ha-app"]) {
    const vm = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
    await simulator.execute({ kind: "vm.switch-active", vmRef: vm?.ref ?? "", to: "b" }, `move ${name}`);
    simulator.advanceTo(simulator.nowMs() + apartMs);
  }
  simulator.advanceTo(60_000);
  const told = simulator.sim.world.journal.records.map(({ rule }) => rule);
  expect(told.filter((rule) => rule === "switch-active")).toHaveLength(2);
  expect(told).not.toContain("mirror-lost");
});
