import { protectionOf } from "@v-available/domain/protection";
import { expect, it } from "vitest";
import { factsOf } from "../src/facts";
import { hostAt } from "../src/sim";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

it.each(["ha-app", "ft-app"])("keeps both copies of %s while it is off, and says so", async (name) => {
  const simulator = newWorld("switched-off");
  const { sim } = simulator;
  simulator.advanceTo(3_000);
  const vm = Object.values(sim.world.vms).find((one) => one.name === name);
  if (!vm) throw new Error(`no machine ${name}`);
  const headline = () => protectionOf(observeVm(sim, vm), factsOf(sim, vm.pairRef));
  await simulator.execute({ kind: "vm.stop", vmRef: vm.ref }, "stop");
  simulator.advanceTo(40_000);
  expect(headline()).toMatchObject({
    state: "Protected",
    power: "off",
    reason: "Off, as asked. Both copies are in step, and it can start from either.",
  });
  expect(Object.values(observeVm(sim, vm).instances), "no memory is kept for it").not.toContain("Synchronized");

  const host = hostAt(sim, vm.pairRef, observeVm(sim, vm).activeSide);
  const fault = simulator.lab.inject({ kind: "host-power-loss", subjectRef: host.ref });
  simulator.advanceTo(80_000);
  expect(headline()).toMatchObject({ state: "Unprotected", power: "off" });
  expect(headline().reason).toContain("Has one copy within reach");
  simulator.lab.clear(fault?.id ?? "");
  simulator.advanceTo(600_000);
  expect(headline()).toMatchObject({ state: "Protected", power: "off" });

  await simulator.execute({ kind: "vm.start", vmRef: vm.ref }, "start");
  simulator.advanceTo(900_000);
  expect(headline()).toMatchObject({ state: "Protected", power: "on" });
});
