import { expect, it } from "vitest";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const find = (text: string, actor = OPERATOR) => on.world.desk.queries.find({ text }, actor);
const namesOf = async (text: string) =>
  (await find(text)).groups.flatMap(({ kind, found }) => found.map(({ name }) => `${kind} ${name}`));
const actionsOf = async (text: string, actor = OPERATOR) =>
  (await find(text, actor)).actions.map(({ label, disabledBecause }) => ({ label, disabledBecause }));
const failDisk = async () => {
  const offer = on.world.simulator.lab.catalogue().find(({ kind }) => kind === "disk-failed");
  const subjectRef = offer?.subjects.find(({ ref }) => ref.includes("-b/"))?.ref ?? "";
  on.world.simulator.lab.inject({ kind: "disk-failed", subjectRef });
  await on.world.pass(10_000, 1_000);
};

it("finds machines by a part of their name and by where they are", async () => {
  const machines = await on.world.desk.queries.machineList();
  const [one] = machines;
  if (!one) throw new Error("there is no machine");
  expect(await namesOf(one.name)).toContain(`machine ${one.name}`);
  expect(await namesOf(`${one.site.name} ${one.name.slice(0, 3)}`)).toContain(`machine ${one.name}`);
  expect(await namesOf(one.pair.name)).toContain(`pair ${one.pair.name}`);
  expect(await namesOf(one.hosts.a)).toContain(`host ${one.hosts.a}`);
  expect(await namesOf(one.site.name)).toContain(`site ${one.site.name}`);
  expect(await namesOf("nothing-is-called-so")).toEqual([]);
});

it("finds what was created, and no more what was removed", async () => {
  const [{ pair, id, name } = { pair: null, id: "", name: "" }] = (await on.world.desk.queries.machineList()).filter(
    (machine) => machine.name === "plain",
  );
  expect(pair).not.toBeNull();
  expect(await namesOf("plain")).toEqual(["machine plain"]);
  await on.world.desk.verbs.stopMachine({ machineId: id, taskKey: "00000000-0000-7000-8000-000000000001" }, OPERATOR);
  await on.world.until(
    async () => (await on.world.desk.queries.machine(id)).power === "off",
    "the end of the machine's run",
  );
  await on.world.desk.verbs.removeMachine(
    { machineId: id, taskKey: "00000000-0000-7000-8000-000000000002", confirmName: name },
    OPERATOR,
  );
  await on.world.until(async () => (await namesOf("plain")).length === 0, "the end of its name");
});

it("shows the open alarms before a word is typed, and acknowledges the one that is named", async () => {
  await failDisk();
  const [alarms, ...others] = (await find("")).groups;
  expect(others).toEqual([]);
  expect(alarms?.found[0]).toMatchObject({ kind: "alarm", name: expect.stringContaining("Disk failed") });
  const [offered] = (await find("ack disk")).actions;
  expect(offered).toMatchObject({ verb: "acknowledge", disabledBecause: null });
  await on.world.desk.verbs.acknowledgeAlarm({ alarmId: offered?.id ?? "" }, OPERATOR);
  expect(await actionsOf("ack disk")).toMatchObject([{ disabledBecause: "It is acknowledged already." }]);
});

it("offers maintenance of a host and another level of a machine, once one is named", async () => {
  const [{ name, hosts } = { name: "", hosts: { a: "" } }] = await on.world.desk.queries.machineList();
  expect(await actionsOf("maintenance")).toEqual([]);
  expect(await actionsOf(`maintenance ${hosts.a}`)).toContainEqual({
    label: `Put ${hosts.a} into maintenance`,
    disabledBecause: expect.toSatisfy((reason) => reason === null || reason.length > 10),
  });
  expect((await actionsOf(`change level of ${name}`)).map(({ label }) => label)).toContain(`Change level of ${name}`);
});

it("says why somebody may not", async () => {
  const [{ name } = { name: "" }] = await on.world.desk.queries.machineList();
  const offered = await actionsOf(`level ${name}`, VIEWER);
  expect(offered[0]?.disabledBecause).toBe(
    "Vic is viewer and may not change machines; ask somebody who is administrator.",
  );
});
