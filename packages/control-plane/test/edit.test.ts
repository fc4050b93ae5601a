import { expect, it } from "vitest";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const someMachine = async () => {
  const [machine] = await on.world.desk.queries.machineList();
  if (!machine) throw new Error("there is no machine");
  return machine;
};
const now = async (id: string) => {
  const found = (await on.world.desk.queries.machineList()).find((machine) => machine.id === id);
  if (!found) throw new Error("the machine is gone");
  return found;
};
const edit = (machineId: string, to: { name: string; vcpus: number; memoryMiB: number }) =>
  on.world.desk.verbs.editMachine({ machineId, taskKey: crypto.randomUUID(), ...to }, OPERATOR);
const stop = async (id: string) => {
  await on.world.desk.verbs.stopMachine({ machineId: id, taskKey: crypto.randomUUID() }, OPERATOR);
  await on.world.until(async () => (await now(id)).power === "off", "the stop");
  await on.world.pass(2_000);
};

it("gives a machine that is off another name and size, and starts it with them", async () => {
  const { id, name, vcpus, memoryMiB } = await someMachine();
  await stop(id);
  const to = { name: `${name}-large`, vcpus: vcpus + 1, memoryMiB: memoryMiB + 512 };
  const task = await edit(id, to);
  expect(task).toMatchObject({ kind: "vm.edit", title: expect.stringContaining(`Change ${name} to ${to.name}: `) });
  await on.world.until(async () => (await on.world.desk.queries.task(task.id)).state === "succeeded", "the change");
  expect(await now(id)).toMatchObject(to);
  await on.world.desk.verbs.startMachine({ machineId: id, taskKey: crypto.randomUUID() }, OPERATOR);
  await on.world.until(async () => (await now(id)).power === "on", "the start");
  expect(await now(id)).toMatchObject(to);
});

it("refuses one that runs, with the reason that its button has", async () => {
  const { id, name, vcpus, memoryMiB } = await someMachine();
  const { actions } = await on.world.desk.queries.machine(id);
  expect(actions.find(({ action }) => action === "edit")).toMatchObject({ disabledBecause: "Stop it first." });
  await expect(edit(id, { name, vcpus, memoryMiB: memoryMiB + 1 })).rejects.toMatchObject({
    detail: { code: "illegal-transition", message: `${name} was not changed. Stop it first.` },
  });
});

it("says before what it would be refused for: the name of another, and more than a host has", async () => {
  const [one, other] = await on.world.desk.queries.machineList();
  if (!one || !other) throw new Error("there are no two machines");
  await stop(one.id);
  const to = { name: other.name, vcpus: one.vcpus, memoryMiB: 4_000_000 };
  const checks = await on.world.desk.queries.previewEdit({ machineId: one.id, ...to });
  expect(checks.filter(({ verdict }) => verdict === "block")).toMatchObject([
    { field: "name", value: other.name, limit: "one machine of a name", remedy: "Choose another name." },
    { field: "memoryMiB", value: 4_000_000, limit: expect.stringMatching(/^at most [\d,]+ MiB$/) },
  ]);
  await expect(edit(one.id, to)).rejects.toMatchObject({ detail: { code: "conflict", field: "name" } });
  expect((await now(one.id)).name).toBe(one.name);
});

it("has the labels that were given, on its page", async () => {
  const { id } = await someMachine();
  await on.world.desk.verbs.labelMachine({ machineId: id, labels: ["tills", "cash"] }, OPERATOR);
  expect((await on.world.desk.queries.machine(id)).labels).toEqual(["cash", "tills"]);
});
