import type { HostVmView } from "@v-available/domain/agent-wire";
import { HIGH_AVAILABILITY, UNPROTECTED } from "@v-available/domain/level";
import { expect, it } from "vitest";
import { progressOf, type TaskWorld } from "./progress";

const vm: HostVmView = {
  ref: "vm-1",
  name: "ledger",
  vcpus: 1,
  memoryMiB: 96,
  diskMiB: 64,
  mac: "52:54:00:00:00:01",
  ip: null,
  guest: "linux",
  specVersion: 1,
  passthroughDevices: [],
  desiredPower: "on",
  declared: UNPROTECTED,
  role: "active",
  register: { epoch: 1, owner: "a", inSync: ["a"] },
  instance: "Starting",
  leg: "UpToDate",
  legGeneration: 1,
  partnerLeg: "Diskless",
  replication: "Off",
  outOfSyncBytes: 0,
  totalBytes: 1_000,
  resyncBytesPerSecond: 0,
  resyncSinceMs: null,
  splitBrain: false,
  undecided: false,
  held: false,
  standbySynchronized: false,
  standbyLagMs: null,
  load: { cpuRatio: 0, dirtyBytesPerSecond: 0, writeBytesPerSecond: 0, writeP95BytesPerSecond: null },
};
const world: TaskWorld = { side: "a", nowMs: 2_000, runsOnPartner: false, switching: false, failure: null };
const start = { kind: "vm.start", vmRef: "vm-1" } as const;

it("ends what waits for a machine that was stopped meanwhile", () => {
  const stopped = { ...vm, declared: HIGH_AVAILABILITY, desiredPower: "off", instance: "Stopped" } as const;
  const protect = { kind: "vm.protect", vmRef: "vm-1", protection: HIGH_AVAILABILITY } as const;
  expect(progressOf(start, 0, stopped, world)).toMatchObject({ code: "failed" });
  expect(progressOf(protect, 0, stopped, world)).toMatchObject({ code: "failed" });
});

it("takes a start for done when the machine runs and its writes pass", () => {
  expect(progressOf(start, 0, vm, world)).toMatchObject({ step: "boot the machine", progressRatio: 0.5 });
  expect(progressOf(start, 0, { ...vm, instance: "Running", held: true }, world)).toMatchObject({
    step: expect.anything(),
  });
  expect(progressOf(start, 0, { ...vm, instance: "Running" }, world)).toBe("done");
});

it("says why a start failed", () => {
  const late = { ...world, nowMs: 130_000, failure: "no kernel" };
  expect(progressOf(start, 0, vm, late)).toMatchObject({
    code: "failed",
    message: expect.stringContaining("no kernel"),
  });
});

it("counts a copy by its bytes and is done only with both in the register", () => {
  const protect = { kind: "vm.protect", vmRef: "vm-1", protection: HIGH_AVAILABILITY } as const;
  const copying = {
    ...vm,
    declared: HIGH_AVAILABILITY,
    replication: "SyncSource",
    outOfSyncBytes: 250,
    resyncBytesPerSecond: 250,
  } as const;
  expect(progressOf(protect, 0, copying, world)).toEqual({
    step: "copy the disk",
    progressRatio: 0.75,
    etaAtMs: 3_000,
  });
  const mirrored = { ...copying, replication: "Established", outOfSyncBytes: 0 } as const;
  expect(progressOf(protect, 0, mirrored, world)).toMatchObject({ step: "verify both copies" });
  const register = { epoch: 2, owner: "a", inSync: ["a", "b"] } as HostVmView["register"];
  expect(progressOf(protect, 0, { ...mirrored, register }, world)).toBe("done");
  expect(progressOf(protect, 0, { ...mirrored, register, declared: UNPROTECTED }, world)).toMatchObject({
    code: "failed",
  });
});

it("follows a switch to the partner, and tells one that was called off from one under way", () => {
  const move = { kind: "vm.switch-active", vmRef: "vm-1", to: "b" } as const;
  const running = { ...vm, instance: "Running" } as const;
  expect(progressOf(move, 0, running, { ...world, switching: true })).toMatchObject({ step: "move the memory" });
  expect(progressOf(move, 0, running, world)).toMatchObject({ code: "failed" });
  const moved = { ...vm, register: { epoch: 3, owner: "b", inSync: ["b"] } } as HostVmView;
  expect(progressOf(move, 0, moved, world)).toMatchObject({ step: "go on there" });
  expect(progressOf(move, 0, moved, { ...world, runsOnPartner: true })).toBe("done");
});

it("is done deleting when the machine is gone", () => {
  expect(progressOf({ kind: "vm.delete", vmRef: "vm-1" }, 0, vm, world)).toMatchObject({ progressRatio: 0.5 });
  expect(progressOf({ kind: "vm.delete", vmRef: "vm-1" }, 0, null, world)).toBe("done");
  expect(progressOf(start, 0, null, world)).toMatchObject({ code: "failed" });
});
