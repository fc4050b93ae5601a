import { otherSide, type Side } from "@v-available/domain/state";
import type { ScreenEnd } from "@v-available/orchestrator/screen";
import { expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator } from "../src/simulator";
import { ScreenViewer } from "./screen-viewer";

const BLUE = 0x10348c;

function world() {
  const simulator = createSimulator({
    seed: "screen",
    fleet: smallFleetOfEachLevel(),
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      simulator.advanceTo(simulator.nowMs() + 100);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  const vm = (name: string) => {
    const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
    if (!found) throw new Error(`no machine ${name}`);
    return found;
  };
  const open = async (name: string) => ScreenViewer.open((await simulator.openScreen?.(vm(name).ref)) as never);
  const hostOf = (name: string, side: Side) => simulator.sim.world.pairs[vm(name).pairRef]?.hosts[side] as string;
  return { simulator, pass, vm, open, hostOf };
}

/** What came of a promise by now. */
const now = <T>(promise: Promise<T>): Promise<T | "not yet"> =>
  Promise.race([promise, new Promise<"not yet">((resolve) => setImmediate(() => resolve("not yet")))]);

it("shows a guest that runs, and what it counts as time goes on", async () => {
  const { pass, open } = world();
  await pass(20_000);
  const viewer = await open("ha-app");
  expect(viewer.name).toBe("ha-app");
  expect(viewer.updates).toBe(1);
  expect(viewer.colours.length).toBeGreaterThan(2);
  const before = viewer.picture;
  await pass(2_000);
  expect(viewer.picture).not.toBe(before);
  expect(viewer.updates).toBeGreaterThan(1);
});

it("shows what is typed, and answers it, to whoever else looks", async () => {
  const { pass, open, simulator } = world();
  await pass(20_000);
  const [one, other] = [await open("ha-app"), await open("ha-app")];
  const stands = one.picture;
  await one.type("a");
  // No time has passed: only the letter is new.
  expect(one.picture).not.toBe(stands);
  await one.press(0xff08);
  expect(one.picture).toBe(stands);
  await one.type("hostname\n");
  await one.press(0xffe3, 0xffe9, 0xffff);
  await pass(200);
  expect(other.picture).toBe(one.picture);
  const fresh = await open("ha-app");
  expect(fresh.picture).toBe(one.picture);
  await simulator.close();
  expect(await now(one.screen.ended)).toBe("ended");
});

it("does not change the world by being looked at", async () => {
  const [seen, unseen] = [world(), world()];
  for (const one of [seen, unseen]) await one.pass(5_000);
  const viewer = await seen.open("ha-app");
  await viewer.type("help\n");
  for (const one of [seen, unseen]) await one.pass(5_000);
  expect(seen.simulator.image()).toEqual(unseen.simulator.image());
});

it.each([
  ["goes along with the memory of a machine in lockstep", "ft-app", true],
  ["is gone where the machine was started anew", "ha-app", false],
])("moves with its machine: what was typed %s", async (_what, name, isKept) => {
  const { simulator, pass, vm, open, hostOf } = world();
  await pass(60_000);
  const viewer = await open(name);
  const { side } = viewer.screen;
  await viewer.type("what was typed before");
  const typed = viewer.picture;
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: hostOf(name, side) });
  await pass(400);
  const over: ScreenEnd | "not yet" = await now(viewer.screen.ended);
  expect(["lost", "moved"]).toContain(over);
  const to = otherSide(side);
  for (let tried = 0; vm(name).instances[to]?.state !== "Running" && tried < 300; tried++) await pass(1_000);
  const after = await open(name);
  expect(after.screen.side).toBe(to);
  // The same line, erased: it is longer where it was kept.
  await after.press(0xff08);
  const erased = after.picture;
  await after.press(0xff08);
  expect(after.picture !== erased).toBe(isKept);
  expect(typed).not.toBe(after.picture);
});

it("stands still while the guest hangs, and is blue where Windows has crashed", async () => {
  const { simulator, pass, vm, open } = world();
  await pass(20_000);
  const viewer = await open("ha-app");
  const { ref } = vm("ha-app");
  simulator.lab.inject({ kind: "guest-hang", subjectRef: ref });
  await pass(200);
  const still = viewer.picture;
  await viewer.type("does it hear?");
  await pass(2_000);
  expect(viewer.picture).toBe(still);
  Object.assign(vm("ha-app"), { guest: "windows", guestCrashed: true, hangRun: null });
  await pass(200);
  expect(viewer.colours[0]).toBe(BLUE);
});

it("is refused where the machine is off, and ends when it goes off", async () => {
  const { simulator, pass, vm, open } = world();
  await pass(20_000);
  const viewer = await open("ha-app");
  const { ref } = vm("ha-app");
  await simulator.execute({ kind: "vm.stop", vmRef: ref }, "stop");
  await pass(10_000);
  expect(await now(viewer.screen.ended)).toBe("ended");
  await expect(simulator.openScreen?.(ref)).rejects.toMatchObject({ code: "illegal-transition" });
  await expect(simulator.openScreen?.("none")).rejects.toMatchObject({ code: "not-found" });
  await simulator.execute({ kind: "vm.start", vmRef: ref }, "start");
  await pass(1_000);
  const booting = await open("ha-app");
  const early = booting.picture;
  await pass(10_000);
  expect(booting.picture).not.toBe(early);
});
