import { randomUUID } from "node:crypto";
import type { FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const machineNamed = async (name: string) => {
  const row = (await on.world.desk.queries.machineList()).find((one) => one.name === name);
  return on.world.desk.queries.machine(row?.id ?? "");
};
const alarmsOf = async (kind: FaultKind) =>
  (await on.world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter((row) => row.kind === kind);
const inject = (kind: FaultKind, subjectRef: string) => on.world.simulator.lab.inject({ kind, subjectRef });
const until = (what: () => Promise<boolean>, name: string) => on.world.until(what, name, 120_000);

it("asks a person for two histories, in numbers, until one was chosen and the machine is whole", async () => {
  const { id, observed } = await machineNamed("ha-app");
  const apart = inject("split-brain", observed.ref);
  await until(async () => (await alarmsOf("split-brain")).length > 0, "the alarm, while both still write");
  expect(await alarmsOf("split-brain")).toMatchObject([
    {
      severity: "critical",
      needsPerson: true,
      wanted: "Choose which copy of ha-app is kept.",
      subject: { name: "ha-app" },
    },
  ]);
  const choose = (keep: "a" | "b", change: object = {}, actor = OPERATOR) =>
    on.world.desk.verbs.chooseCopy(
      { machineId: id, taskKey: randomUUID(), keep, confirmName: "ha-app", reason: "B was a test.", ...change },
      actor,
    );
  await expect(choose("a")).rejects.toThrow(/still runs on/);
  on.world.simulator.lab.clear(apart?.id ?? "");
  const action = async () => (await machineNamed("ha-app")).actions.find((one) => one.action === "choose-copy");
  await until(async () => (await action())?.disabledBecause === null, "the choice");
  expect((await machineNamed("ha-app")).headline).toMatchObject({ state: "AwaitingQuorum", effective: "unprotected" });
  await expect(choose("a", { confirmName: "another" })).rejects.toMatchObject({ detail: { field: "confirmName" } });
  await expect(choose("a", {}, VIEWER)).rejects.toMatchObject({ detail: { code: "forbidden" } });
  const task = await choose("b");
  expect(task.title).toMatch(
    /^Keep the copy of ha-app on one-b, giving up what one-a has acknowledged alone since .*: \d+ writes?, /,
  );
  await until(async () => (await machineNamed("ha-app")).headline.state === "Protected", "two copies again");
  await until(async () => (await alarmsOf("split-brain")).length === 0, "the end of the alarm");
  expect(await machineNamed("ha-app")).toMatchObject({ activeSide: "b", observed: { histories: null } });
  await expect(choose("a")).rejects.toThrow(/one history/);
});

it("asks a person which of two copies is right, in numbers, until one was chosen and the machine is whole", async () => {
  const { id, observed } = await machineNamed("ha-app");
  const byKey = () => ({ machineId: id, taskKey: randomUUID() });
  await on.world.desk.verbs.switchActive({ ...byKey(), to: "b" }, OPERATOR);
  const isProtected = async () => (await machineNamed("ha-app")).headline.state === "Protected";
  await until(async () => (await machineNamed("ha-app")).activeSide === "b" && (await isProtected()), "the move");
  inject("verify-mismatch", observed.ref);
  await until(async () => (await alarmsOf("verify-mismatch"))[0]?.needsPerson === true, "the question");
  expect(await alarmsOf("verify-mismatch")).toMatchObject([
    { severity: "major", wanted: "Choose which copy of ha-app stays.", subject: { name: "ha-app" } },
  ]);
  const needsPerson = (await on.world.desk.queries.overview()).needsPerson.map(({ wanted }) => wanted);
  expect(needsPerson).toContain("Choose which copy of ha-app stays.");
  const choose = (keep: "a" | "b", change: object = {}, actor = OPERATOR) =>
    on.world.desk.verbs.chooseCopy(
      { ...byKey(), keep, confirmName: "ha-app", reason: "A was restored by hand.", ...change },
      actor,
    );
  const action = async () => (await machineNamed("ha-app")).actions.find((one) => one.action === "choose-copy");
  await until(async () => (await action())?.disabledBecause === null, "the choice");
  expect((await machineNamed("ha-app")).headline).toMatchObject({ state: "Unprotected", effective: "unprotected" });
  await expect(choose("a", { confirmName: "another" })).rejects.toMatchObject({ detail: { field: "confirmName" } });
  await expect(choose("a", {}, VIEWER)).rejects.toMatchObject({ detail: { code: "forbidden" } });
  const task = await choose("a");
  expect(task.title).toMatch(
    /^Keep the copy of ha-app on one-a, giving up what one-b has acknowledged alone since .*: \d+ writes?, .*; what one-b holds of the 24 MiB that differ/,
  );
  await until(
    async () => (await alarmsOf("verify-mismatch")).every((alarm) => !alarm.needsPerson),
    "nobody to be asked",
  );
  await until(isProtected, "two copies again");
  await until(async () => (await alarmsOf("verify-mismatch")).length === 0, "the end of the alarm");
  expect(await machineNamed("ha-app")).toMatchObject({ activeSide: "a", observed: { undecided: null } });
  await expect(choose("a")).rejects.toThrow(/one history/);
});

it("compares both copies by hand, and breaks that off", async () => {
  const { id: machineId, observed } = await machineNamed("ha-app");
  Object.assign(on.world.simulator.sim.world.vms[observed.ref] ?? {}, { diskMiB: 800 * 1_024 });
  const asked = { machineId, taskKey: randomUUID() };
  await expect(on.world.desk.verbs.compareCopies(asked, VIEWER)).rejects.toBeInstanceOf(Refusal);
  await on.world.desk.verbs.compareCopies(asked, OPERATOR);
  await until(async () => (await machineNamed("ha-app")).observed.mirror.replication === "Verify", "the comparison");
  const again = on.world.desk.verbs.compareCopies({ machineId, taskKey: randomUUID() }, OPERATOR);
  await expect(again).rejects.toThrow(/runs already/);
  await on.world.desk.verbs.endComparison({ machineId, taskKey: randomUUID() }, OPERATOR);
  await until(
    async () =>
      (await machineNamed("ha-app")).tasks.some(
        ({ kind, state }) => kind === "vm.compare-copies" && state === "cancelled",
      ),
    "the end of the comparison",
  );
});

it.each([
  ["switch:host-one-b", "host one-b", "warning", /was switched off at its power button/],
  ["disk:host-one-b/disk-0", "component one-b disk-0", "warning", /was taken out of one-b by hand/],
  ["cable:link-one-availability-a", "link", "warning", /was unplugged by hand/],
])("says of a wrong hand at %s what it did, and when that is undone", async (ref, subject, severity, words) => {
  const fault = inject("operator-error", ref);
  await until(async () => (await alarmsOf("operator-error")).length > 0, "the alarm");
  const [alarm] = await alarmsOf("operator-error");
  expect(alarm).toMatchObject({ severity, needsPerson: true, effect: expect.stringMatching(words) });
  expect(`${alarm?.subject.kind} ${alarm?.subject.name}`).toContain(subject);
  on.world.simulator.lab.clear(fault?.id ?? "");
  await until(async () => (await alarmsOf("operator-error")).length === 0, "the end of the alarm");
});

it("refuses an order that would make two of one machine, and says who was ordered", async () => {
  const { observed } = await machineNamed("ha-app");
  expect(inject("operator-error", `order:${observed.ref}`)).toBeNull();
  await until(async () => (await alarmsOf("operator-error")).length > 0, "the alarm");
  expect(await alarmsOf("operator-error")).toMatchObject([
    {
      severity: "warning",
      effect: expect.stringMatching(/^one-b was ordered to start ha-app past the token, and refused: /),
    },
  ]);
  expect((await machineNamed("ha-app")).observed.histories).toBeNull();
});
