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
