import { expect, it } from "vitest";
import { cancelMigration, migrateIn } from "../src/migration";
import { hostAt } from "../src/sim";
import { newWorld } from "./schedule";

it("moves a machine off a host whose controller fails while its standby is being made", () => {
  const simulator = newWorld("leave while preparing");
  const vm = () => Object.values(simulator.sim.world.vms).find(({ name }) => name === "ft-app");
  simulator.advanceTo(3_000);
  simulator.lab.inject({ kind: "host-crash", subjectRef: "host-one-b" });
  simulator.advanceTo(4_000);
  while (vm()?.instances.b?.state !== "Provisioning") simulator.advanceTo(simulator.nowMs() + 10);
  simulator.lab.inject({ kind: "controller-failed", subjectRef: "host-one-a/controller-0" });
  simulator.advanceTo(simulator.nowMs() + 6_000);
  expect(vm()?.instances.b).toMatchObject({ role: "active", state: "Running" });
});

it("leaves nothing of a move that is called off where lockstep broke just before", () => {
  const { sim } = newWorld("called off");
  const vm = Object.values(sim.world.vms).find(({ name }) => name === "ft-app");
  const host = vm && hostAt(sim, vm.pairRef, "b");
  if (!vm?.lockstep || !host) throw new Error("it runs in lockstep");
  vm.lockstep = { ...vm.lockstep, state: "broken" };
  vm.instances.b = null;
  migrateIn(sim, host, vm.ref);
  expect(vm.instances.b).toMatchObject({ state: "Provisioning" });
  cancelMigration(sim, host, vm.ref);
  expect(vm.instances.b).toBeNull();
});
