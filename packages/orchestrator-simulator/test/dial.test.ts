import { LEVEL_LABEL } from "@v-available/domain/label";
import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import { expect, it } from "vitest";
import { observeVm } from "../src/view";
import { newWorld } from "./schedule";

it("believes the owner about what was asked of it, whichever side that is, before its partner has heard", async () => {
  const simulator = newWorld("dial");
  simulator.advanceTo(3_000);
  const vm = Object.values(simulator.sim.world.vms).find(({ name }) => name === "ha-app");
  if (!vm) throw new Error("no machine ha-app");
  const seen = () => observeVm(simulator.sim, vm);
  const owner = seen().activeSide;
  const other = owner === "a" ? "b" : "a";
  await simulator.execute({ kind: "vm.switch-active", vmRef: vm.ref, to: other }, "move");
  simulator.advanceTo(30_000);
  expect(seen().activeSide).toBe(other);

  await simulator.execute({ kind: "vm.protect", vmRef: vm.ref, protection: PROTECTION_OF_STOP.unprotected }, "down");
  expect(seen().declared).toEqual(PROTECTION_OF_STOP.unprotected);
  simulator.advanceTo(40_000);
  expect(simulator.sim.world.tasks.down?.observed).toMatchObject({ state: "succeeded" });
});

it("lets a machine that crashed too often during a change be started or stopped; a stop ends the change", async () => {
  const simulator = newWorld("dial a guest that crashes");
  simulator.advanceTo(3_000);
  const vm = Object.values(simulator.sim.world.vms).find(({ name }) => name === "plain");
  if (!vm) throw new Error("no machine plain");
  const { ref: vmRef } = vm;
  const stateOf = (key: string) => simulator.sim.world.tasks[key]?.observed.state;
  const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
  const crashTooOften = () => {
    for (let times = 0; times <= simulator.sim.world.settings.timing.guestRestartLimit; times++) {
      simulator.lab.inject({ kind: "guest-crash", subjectRef: vmRef });
      pass(20_000);
    }
    expect(observeVm(simulator.sim, vm).instances.a).toBe("CrashedMtbfExceeded");
  };
  const protection = PROTECTION_OF_STOP["high-availability"];
  await simulator.execute({ kind: "vm.protect", vmRef, protection }, "up");
  simulator.lab.inject({ kind: "availability-links", subjectRef: vm.pairRef });
  crashTooOften();
  await simulator.execute({ kind: "vm.start", vmRef }, "start");
  pass(20_000);
  expect([stateOf("up"), stateOf("start")]).toEqual(["running", "succeeded"]);
  crashTooOften();
  await simulator.execute({ kind: "vm.stop", vmRef }, "stop");
  pass(5_000);
  expect([stateOf("up"), stateOf("stop")]).toEqual(["failed", "succeeded"]);
  await simulator.execute({ kind: "vm.delete", vmRef }, "delete");
});

it("is tried again now and then where the partner's disk is broken, and comes to pass once that is replaced", async () => {
  const simulator = newWorld("dial on a broken disk");
  simulator.advanceTo(3_000);
  const vm = Object.values(simulator.sim.world.vms).find(({ name }) => name === "plain");
  if (!vm) throw new Error("no machine plain");
  const broken = simulator.lab.inject({ kind: "disk-failed", subjectRef: "host-one-b/disk-0" });
  await simulator.execute(
    { kind: "vm.protect", vmRef: vm.ref, protection: PROTECTION_OF_STOP["high-availability"] },
    "up",
  );
  simulator.advanceTo(20_000);
  expect(simulator.sim.world.tasks.up?.observed.state).toBe("running");
  simulator.lab.clear(broken?.id ?? "");
  simulator.advanceTo(60_000);
  expect(simulator.sim.world.tasks.up?.observed.state).toBe("succeeded");
  expect(observeVm(simulator.sim, vm).mirror.legs.b).toBe("UpToDate");
});

it("goes on alone at once where the partner is lost before its copy is complete", async () => {
  const simulator = newWorld("dial and lose the partner");
  simulator.advanceTo(3_000);
  const vm = Object.values(simulator.sim.world.vms).find(({ name }) => name === "plain");
  if (!vm) throw new Error("no machine plain");
  const { activeSide } = observeVm(simulator.sim, vm);
  await simulator.execute(
    { kind: "vm.protect", vmRef: vm.ref, protection: PROTECTION_OF_STOP["high-availability"] },
    "up",
  );
  const copies = () => observeVm(simulator.sim, vm).mirror.replication === "SyncSource";
  while (!copies() && simulator.nowMs() < 60_000) simulator.advanceTo(simulator.nowMs() + 10);
  expect(copies()).toBe(true);
  const partner = simulator.sim.world.pairs[vm.pairRef]?.hosts[activeSide === "a" ? "b" : "a"] ?? "";
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: partner });
  const before = simulator.clientOf(vm.ref).acknowledged;
  simulator.advanceTo(simulator.nowMs() + 10_000);
  expect(observeVm(simulator.sim, vm).held).toBe(false);
  expect(simulator.clientOf(vm.ref).acknowledged).toBeGreaterThan(before + 5);
});

it.each([
  ["unprotected", "high-availability"],
  ["high-availability", "fault-tolerance"],
] as const)("is %s again where it is stopped on its way to %s", async (before, wanted) => {
  const simulator = newWorld("dial and stop");
  simulator.advanceTo(3_000);
  const name = before === "unprotected" ? "plain" : "ha-app";
  const vm = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!vm) throw new Error(`no machine ${name}`);
  const { ref: vmRef } = vm;
  const seen = () => observeVm(simulator.sim, vm);
  await simulator.execute({ kind: "vm.protect", vmRef, protection: PROTECTION_OF_STOP[wanted] }, "up");
  simulator.lab.inject({ kind: "availability-links", subjectRef: vm.pairRef });
  simulator.advanceTo(4_000);
  expect(simulator.sim.world.tasks.up?.observed.state).toBe("running");
  await simulator.execute({ kind: "vm.stop", vmRef }, "stop");
  simulator.advanceTo(20_000);
  expect(simulator.sim.world.tasks.up?.observed).toMatchObject({
    state: "failed",
    refusal: { message: expect.stringContaining(`back at ${LEVEL_LABEL[before].word}`) },
  });
  expect(seen().declared).toEqual(PROTECTION_OF_STOP[before]);
  const told = simulator.sim.world.journal.records.findLast(({ sentence }) => sentence.includes("is as it was before"));
  expect(told).toMatchObject({ actor: "host", vmRefs: [vmRef] });
});
