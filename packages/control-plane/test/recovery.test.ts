import { randomUUID } from "node:crypto";
import { smallFleetOfEachLevel } from "@v-available/orchestrator-simulator/demo-fleet";
import { withRecoverySite } from "@v-available/orchestrator-simulator/recovery-fleet";
import { expect, it } from "vitest";
import type { Actor } from "../src/desk";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(20_000, {
  fleet: withRecoverySite(smallFleetOfEachLevel(), 80e6),
  timing: { batchMs: 50, measureMs: 1_000 },
});

const alarms = () => each.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const ofHa = async (kind: string) => (await alarms()).find((row) => row.kind === kind && row.subject.name !== "ft-app");
type Kind = "wan-down" | "site-power" | "replication-lag" | "journal-full" | "storage-full";
const inject = (kind: Kind, subjectRef: string) => each.world.simulator.lab.inject({ kind, subjectRef })?.id ?? "";

it("tells of a copy that falls behind, worse after a minute, of its full journal, and asks for the line alone", async () => {
  expect(await alarms()).toEqual([]);
  const fault = inject("wan-down", "link-one-wan");
  await each.world.pass(20_000, 1_000);
  expect(await ofHa("wan-down")).toMatchObject({
    severity: "major",
    subject: { name: "one WAN link" },
    wanted: "Check one WAN link.",
  });
  expect(await ofHa("replication-lag")).toMatchObject({
    severity: "minor",
    effect: expect.stringMatching(
      /^The copy of ha-app at East is 1\d s behind; its target is 15 s\. The cause is one WAN link\.$/,
    ),
  });
  expect(await ofHa("journal-full")).toBeUndefined();
  await each.world.pass(75_000, 2_500);
  expect(await ofHa("replication-lag")).toMatchObject({ severity: "major", machineCount: 1 });
  expect(await ofHa("journal-full")).toMatchObject({ severity: "major", needsPerson: false });
  expect((await alarms()).filter(({ needsPerson }) => needsPerson).map(({ kind }) => kind)).toEqual(["wan-down"]);
  each.world.simulator.lab.clear(fault);
  await each.world.pass(75_000, 2_500);
  await each.world.until(async () => (await alarms()).length === 0, "the end of every alarm", 200_000);
});

it("tells of a copy that others' traffic keeps back, and of no line that is down", async () => {
  const fault = inject("replication-lag", "link-one-wan");
  await each.world.pass(30_000, 1_000);
  expect((await ofHa("replication-lag"))?.effect).toMatch(
    /^The copy of ha-app at East is \d+ s behind; its target is 15 s\./,
  );
  expect(await ofHa("wan-down")).toBeUndefined();
  each.world.simulator.lab.clear(fault);
  await each.world.until(async () => (await alarms()).length === 0, "the end of every alarm", 200_000);
});

it.each([
  ["journal-full", "pair-one"],
  ["storage-full", "host-one-a"],
] as const)("%s leaves no room for points on their way: what has changed is sent as one", async (kind, subjectRef) => {
  const line = inject("wan-down", "link-one-wan");
  const fault = inject(kind, subjectRef);
  const journal = () =>
    Object.values(each.world.simulator.sim.world.vms).find(({ name }) => name === "ha-app")?.recovery;
  await each.world.pass(10_000, 1_000);
  expect(journal()?.cuts).toEqual([expect.objectContaining({ resync: true })]);
  each.world.simulator.lab.clear(fault);
  each.world.simulator.lab.clear(line);
  const isKept = () => !journal()?.cuts.some(({ resync }) => resync);
  await each.world.until(async () => isKept() && !(await ofHa("journal-full")), "points that are kept again", 400_000);
});

it("blames the recovery site where that is lost, not the line to it", async () => {
  inject("site-power", "site-east");
  await each.world.pass(80_000, 2_000);
  expect(await ofHa("wan-down")).toBeUndefined();
  expect(await ofHa("replication-lag")).toMatchObject({ effect: expect.stringMatching(/ The cause is East\.$/) });
  expect((await alarms()).filter(({ needsPerson }) => needsPerson).map(({ kind }) => kind)).toEqual(["site-power"]);
});

it("starts a machine elsewhere by a person's word alone, and brings it back by another", async () => {
  const fault = inject("site-power", "site-north");
  await each.world.pass(30_000, 1_000);
  const machine = async () => {
    const row = (await each.world.desk.queries.machineList()).find(({ name }) => name === "ha-app");
    return each.world.desk.queries.machine(row?.id ?? "");
  };
  const { id: machineId, headline, actions } = await machine();
  expect(headline.state).toBe("Down");
  expect(actions.find(({ action }) => action === "recover")).toMatchObject({
    label: "Start at East",
    disabledBecause: null,
  });
  const { verbs } = each.world.desk;
  const recover = (actor: Actor, confirmName = "ha-app", pointAtMs?: number) =>
    verbs.recoverMachine(
      { machineId, taskKey: randomUUID(), confirmName, reason: "the site is flooded", pointAtMs },
      actor,
    );
  await expect(recover(VIEWER)).rejects.toThrow("Vic is viewer and may not declare a loss");
  await expect(recover(OPERATOR, "ft-app")).rejects.toMatchObject({ detail: { field: "confirmName" } });
  await expect(recover(OPERATOR, "ha-app", 1)).rejects.toMatchObject({ detail: { field: "pointAtMs", value: 1 } });
  expect((await recover(OPERATOR)).title).toMatch(
    /^Declare Disaster Recovery for ha-app and start it at East, giving up what it wrote in its last \d+(\.\d)? s, and its memory$/,
  );
  await each.world.until(async () => (await machine()).headline.state === "Unprotected", "the machine at East", 60_000);
  expect((await machine()).headline.reason).toContain("Ada declared Disaster Recovery: it runs at East on one copy");
  expect((await machine()).actions.find(({ action }) => action === "start")?.disabledBecause).toBe(
    "It is at the recovery site; bring it back first.",
  );
  const back = async () => (await machine()).actions.find(({ action }) => action === "fail-back");
  expect((await back())?.disabledBecause).toBe("Not before a host of its pair answers: one-a or one-b.");
  await expect(verbs.failBackMachine({ machineId, taskKey: randomUUID() }, OPERATOR)).rejects.toThrow(
    "ha-app was not brought back. Not before a host of its pair answers: one-a or one-b.",
  );
  each.world.simulator.lab.clear(fault);
  await each.world.until(async () => (await back())?.disabledBecause === null, "a host that takes it", 60_000);
  await verbs.failBackMachine({ machineId, taskKey: randomUUID() }, OPERATOR);
  await each.world.until(
    async () => (await machine()).headline.state === "Protected",
    "the machine at its pair",
    200_000,
  );
});

it("starts it elsewhere though dead hosts had still to do something, and says what became of that", async () => {
  const { desk, simulator, until } = each.world;
  const { verbs, queries } = desk;
  const machine = async () => {
    const row = (await queries.machineList()).find(({ name }) => name === "ha-app");
    return queries.machine(row?.id ?? "");
  };
  const { id: machineId } = await machine();
  await verbs.stopMachine({ machineId, taskKey: randomUUID() }, OPERATOR);
  const may = async (what: string) => (await machine()).actions.find(({ action }) => action === what)?.disabledBecause;
  await until(async () => (await may("start")) === null, "its end", 60_000);
  const taskKey = randomUUID();
  await verbs.startMachine({ machineId, taskKey }, OPERATOR);
  await until(async () => simulator.sim.world.tasks[taskKey] !== undefined, "that its hosts are asked", 10_000);
  inject("site-power", "site-north");
  await until(async () => (await may("recover")) === null, "that a disaster can be declared", 60_000);
  const why = { confirmName: "ha-app", reason: "the site is flooded" };
  await verbs.recoverMachine({ machineId, taskKey: randomUUID(), ...why }, OPERATOR);
  await until(async () => (await machine()).headline.state === "Unprotected", "the machine at East", 60_000);
  const { tasks } = await machine();
  expect(tasks.find(({ title }) => title === "Start ha-app")).toMatchObject({
    state: "failed",
    refusal: expect.objectContaining({ message: "It was started at its recovery site meanwhile." }),
  });
});

it("proves a copy in a drill that goes on the record, and ends one that is not wanted any more", async () => {
  const machine = async () => {
    const row = (await each.world.desk.queries.machineList()).find(({ name }) => name === "ha-app");
    return each.world.desk.queries.machine(row?.id ?? "");
  };
  const action = async (name: string) => (await machine()).actions.find((one) => one.action === name);
  const drills = async () => (await machine()).observed.recoveryCopy?.drills ?? [];
  const said = async () => (await machine()).timeline.find(({ type }) => type.startsWith("drill."));
  const { id: machineId, headline } = await machine();
  const { verbs, queries } = each.world.desk;
  const drill = (actor: Actor, pointAtMs?: number) =>
    verbs.drillMachine({ machineId, taskKey: randomUUID(), pointAtMs }, actor);
  await expect(drill(VIEWER)).rejects.toThrow("Vic is viewer and may not run drills.");
  await expect(drill(OPERATOR, 1)).rejects.toMatchObject({ detail: { field: "pointAtMs", value: 1 } });
  await expect(verbs.endDrill({ machineId, taskKey: randomUUID() }, OPERATOR)).rejects.toMatchObject({
    detail: { field: "machineId", message: "No drill of ha-app was ended. No drill of it runs." },
  });
  expect(await action("drill")).toMatchObject({ label: "Start a drill at East", disabledBecause: null });

  const inList = async () => (await queries.drillList()).rows.find((row) => row.machine.id === machineId);
  const proofAt = async () => (await inList())?.standing.proof?.startedAtMs;
  const before = await proofAt();
  expect((await queries.drillList()).withoutCopy, "the one machine that is not copied").toBe(1);
  const asked = await drill(OPERATOR);
  expect(asked.title).toBe("Start ha-app at East in a drill");
  await each.world.until(async () => (await drills())[0]?.state === "running", "the drill", 10_000);
  expect(await action("drill")).toBeUndefined();
  expect(await inList()).toMatchObject({ newest: { state: "running" }, action: { action: "end-drill" } });
  expect(await proofAt(), "one that runs proves nothing yet").toBe(before);
  expect((await action("start"))?.disabledBecause, "nothing waits for it").toBe("It runs already.");
  expect((await action("stop"))?.disabledBecause).toBeNull();
  await each.world.until(async () => (await drills())[0]?.state === "measured", "the measure", 30_000);
  expect((await queries.task(asked.id)).state).toBe("succeeded");
  const [measured] = await drills();
  expect(await inList()).toMatchObject({
    recoverySite: "East",
    standing: {
      is: "proven",
      proof: measured,
      dueAtMs: ((measured as { endedAtMs: number }).endedAtMs ?? 0) + 90 * 86_400_000,
    },
    action: { action: "drill" },
  });
  expect(await said()).toMatchObject({
    type: "drill.measured",
    severity: null,
    sentence: expect.stringMatching(
      /^ha-app started at East in a drill, as promised\. It answered after 4(\.\d)? s, promised within 15 min\. \d(\.\d+)? s of writes were missing, promised at most 15 s\.$/,
    ),
  });
  expect((await machine()).headline.state).toBe(headline.state);

  const second = await drill(OPERATOR);
  await each.world.until(async () => (await drills())[0]?.state === "running", "the second drill", 10_000);
  await verbs.endDrill({ machineId, taskKey: randomUUID() }, OPERATOR);
  await each.world.until(async () => (await queries.task(second.id)).state === "cancelled", "its end", 10_000);
  expect((await said())?.sentence).toBe(
    "The drill of ha-app at East was broken off and has proven nothing. Ended by Ada.",
  );
  expect((await drills()).map(({ state }) => state)).toEqual(["broken-off", "measured"]);
});

it("drills no machine that is not copied", async () => {
  const row = (await each.world.desk.queries.machineList()).find(({ name }) => name === "plain");
  const machineId = row?.id ?? "";
  const { actions } = await each.world.desk.queries.machine(machineId);
  expect(actions.map(({ action }) => action)).not.toContain("drill");
  await expect(
    each.world.desk.verbs.drillMachine({ machineId, taskKey: randomUUID() }, OPERATOR),
  ).rejects.toMatchObject({
    detail: {
      field: "machineId",
      value: "none",
      limit: "a machine with Disaster Recovery",
      remedy: "Add Disaster Recovery to its level first.",
    },
  });
});
