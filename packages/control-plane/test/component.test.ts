import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openWorld, sharedDatabase, type TestWorld } from "./world";

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let world: TestWorld;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
beforeEach(async () => {
  world = await openWorld(await shared.fresh());
  await world.pass(3_000);
});
afterEach(() => world.stop());

const alarmsOf = async (kind: string) =>
  (await world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter((row) => row.kind === kind);
/** The ten minutes of hardware: it stands until then, and asks nobody. */
const clearsAfterItsHoldOff = async (kind: string) => {
  // When it was gone is known to the second; nothing happens then.
  await world.pass(5_000, 1_000);
  await world.pass(585_000, 45_000);
  expect(await alarmsOf(kind), "its hold-off").toMatchObject([{ needsPerson: false }]);
  await world.pass(20_000, 5_000);
  expect(await alarmsOf(kind)).toEqual([]);
};

it.each([
  ["fan", "fan-0", "Replace the fan one-b fan-0."],
  ["psu", "psu-1", "Replace the power supply one-b psu-1."],
] as const)("asks for a broken %s by name until it is replaced", async (kind, part, wanted) => {
  const fault = world.simulator.lab.inject({ kind, subjectRef: `host-one-b/${part}` });
  await world.pass(6_000, 500);
  expect(await alarmsOf(kind)).toMatchObject([
    { severity: "minor", needsPerson: true, wanted, effect: `one-b ${part} is out of service.` },
  ]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff(kind);
});

it("asks for the memory module that took its host down until it is replaced", async () => {
  const fault = world.simulator.lab.inject({ kind: "memory-uncorrectable", subjectRef: "host-one-b/dimm-0" });
  await world.pass(60_000, 500);
  expect(await alarmsOf("memory-uncorrectable")).toMatchObject([
    { severity: "critical", needsPerson: true, wanted: "Replace the memory module one-b dimm-0." },
  ]);
  expect(await alarmsOf("host-power-loss"), "its host serves again").toEqual([]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff("memory-uncorrectable");
});

it("tells of a first machine check without asking for anybody, and asks at the second until it is cleared", async () => {
  const check = () => world.simulator.lab.inject({ kind: "cpu-machine-check", subjectRef: "host-one-b/cpu-1" });
  check();
  await world.pass(60_000, 500);
  expect(await alarmsOf("cpu-machine-check")).toMatchObject([
    { needsPerson: false, effect: "one-b cpu-1 failed and goes on." },
  ]);
  const second = check();
  await world.pass(30_000, 500);
  expect(await alarmsOf("cpu-machine-check")).toMatchObject([
    { needsPerson: true, wanted: "Check the processor one-b cpu-1.", effect: "one-b cpu-1 is out of service." },
  ]);
  world.simulator.lab.clear(second?.id ?? "");
  await world.pass(60_000, 500);
  await world.pass(5_000, 1_000);
  await world.pass(695_000, 45_000);
  expect(await alarmsOf("cpu-machine-check")).toEqual([]);
});

it("counts corrected errors without asking for anybody, asks for the part once it may fail, and never after it was replaced", async () => {
  const flip = () => world.simulator.lab.inject({ kind: "memory-correctable", subjectRef: "host-one-b/dimm-1" });
  flip();
  await world.pass(6_000, 500);
  expect(await alarmsOf("memory-correctable")).toMatchObject([{ severity: "warning", needsPerson: false }]);
  expect(await alarmsOf("predicted-failure")).toEqual([]);
  flip();
  flip();
  await world.pass(6_000, 500);
  expect(await alarmsOf("predicted-failure")).toMatchObject([
    { severity: "minor", needsPerson: true, wanted: "Replace one-b dimm-1 before it fails." },
  ]);
  const [{ id } = { id: "" }] = world.simulator.lab.active();
  world.simulator.lab.clear(id);
  await clearsAfterItsHoldOff("predicted-failure");
  expect(await alarmsOf("memory-correctable")).toEqual([]);
});

it("tells of a slow disk with the number until it is fast again, and of no other cause though it is out of use", async () => {
  const fault = world.simulator.lab.inject({ kind: "disk-slow", subjectRef: "host-one-b/disk-0" });
  await world.pass(1_500, 500);
  expect(await alarmsOf("disk-slow")).toMatchObject([
    {
      severity: "minor",
      needsPerson: true,
      wanted: "Check the disk in one-b disk-0.",
      effect:
        "one-b disk-0 takes up to 4 s to answer, over 1 s; its copies are given up where the partner's are as good.",
    },
  ]);
  await world.pass(20_000, 500);
  expect([
    await alarmsOf("disk-failed"),
    await alarmsOf("predicted-failure"),
    await alarmsOf("disk-transient"),
  ]).toEqual([[], [], []]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff("disk-slow");
});

it("tells of a disk error that was tried again without asking for anybody, and asks for the disk after the third", async () => {
  const fail = () => world.simulator.lab.inject({ kind: "disk-transient", subjectRef: "host-one-b/disk-0" });
  fail();
  await world.pass(1_500, 500);
  expect(await alarmsOf("disk-transient")).toMatchObject([
    { severity: "warning", needsPerson: false, effect: "one-b disk-0 failed and goes on." },
  ]);
  await world.pass(5_000, 1_000);
  await world.pass(605_000, 45_000);
  expect(await alarmsOf("disk-transient"), "ten minutes without another").toEqual([]);
  fail();
  await world.pass(2_000, 500);
  fail();
  await world.pass(20_000, 500);
  expect(await alarmsOf("disk-failed")).toMatchObject([
    { severity: "major", needsPerson: true, wanted: "Replace the disk in one-b disk-0." },
  ]);
  const [{ id } = { id: "" }] = world.simulator.lab.active();
  world.simulator.lab.clear(id);
  await clearsAfterItsHoldOff("disk-failed");
});

it("asks for space on a host that has none until it has some, and says what waits for it", async () => {
  const fault = world.simulator.lab.inject({ kind: "storage-full", subjectRef: "host-one-b" });
  await world.pass(2_000, 500);
  expect(await alarmsOf("storage-full")).toMatchObject([
    {
      severity: "major",
      needsPerson: true,
      wanted: "Free space on one-b.",
      effect: "one-b has 100 % of its storage in use: copies that are filled there pause, and its machines go on.",
    },
  ]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff("storage-full");
});

it("tells of a broken disk controller, and not of its disks, until it is replaced", async () => {
  const fault = world.simulator.lab.inject({ kind: "controller-failed", subjectRef: "host-one-a/controller-0" });
  await world.pass(10_000, 500);
  expect(await alarmsOf("controller-failed")).toMatchObject([
    { severity: "major", needsPerson: true, wanted: "Replace the disk controller of one-a controller-0." },
  ]);
  expect(await alarmsOf("disk-failed")).toEqual([]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff("controller-failed");
});

it("tells of a production port that is down, for the minute of a link longer than it was", async () => {
  const fault = world.simulator.lab.inject({ kind: "business-nic", subjectRef: "host-one-a" });
  await world.pass(6_000, 500);
  expect(await alarmsOf("business-nic")).toMatchObject([
    { severity: "minor", needsPerson: true, wanted: "Check the port one-a nic-business." },
  ]);
  world.simulator.lab.clear(fault?.id ?? "");
  await world.pass(55_000, 1_000);
  expect(await alarmsOf("business-nic"), "its hold-off").toMatchObject([{ needsPerson: false }]);
  await world.pass(10_000, 1_000);
  expect(await alarmsOf("business-nic")).toEqual([]);
});

it("tells of a processor that is too hot with what is left of its clock, until it keeps that again", async () => {
  const fault = world.simulator.lab.inject({ kind: "cpu-thermal-throttle", subjectRef: "host-one-b/cpu-0" });
  await world.pass(6_000, 500);
  expect(await alarmsOf("cpu-thermal-throttle")).toMatchObject([
    {
      severity: "minor",
      needsPerson: true,
      wanted: "Check the cooling of one-b cpu-0.",
      effect:
        "one-b cpu-0 runs at 40 % of its clock, because it is too hot; machines move to the partner if that is sound.",
    },
  ]);
  world.simulator.lab.clear(fault?.id ?? "");
  await clearsAfterItsHoldOff("cpu-thermal-throttle");
});
