import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Actor } from "../src/desk";
import { machineFor, maintenanceFor, personInfo } from "../src/for-actor";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000);

const HERE = (siteId: string): Actor => actorOf("Olga", "operator", [siteId]);
const ELSEWHERE = actorOf("Emil", "operator", [randomUUID()]);
const running = async () => {
  const machine = (await each.world.desk.queries.machineList()).find(({ power }) => power === "on");
  if (!machine) throw new Error("the fleet has no machine that runs");
  return machine;
};

it("lets a person change what is at their sites, and nothing elsewhere", async () => {
  const { verbs, queries } = each.world.desk;
  const { id: machineId, name, site } = await running();
  const stop = (actor: Actor) => verbs.stopMachine({ machineId, taskKey: randomUUID() }, actor);
  await expect(stop(ELSEWHERE)).rejects.toMatchObject({
    detail: {
      code: "forbidden",
      message: `Emil may not change anything at ${site.name}.`,
      remedy: `Ask somebody who is responsible for ${site.name}.`,
    },
  });
  expect(await queries.taskList({ running: false, limit: 10 }), "nothing was asked for").toEqual([]);
  expect((await stop(HERE(site.id))).title).toBe(`Stop ${name}`);
});

it("lets nobody but those of the site handle its alarms", async () => {
  each.world.simulator.lab.inject({ kind: "site-power", subjectRef: "site-north" });
  await each.world.pass(30_000, 1_000);
  const { queries, verbs } = each.world.desk;
  for (const { id: alarmId, site } of await queries.alarmList({ limit: 100, includeCleared: false })) {
    await expect(verbs.acknowledgeAlarm({ alarmId }, ELSEWHERE)).rejects.toMatchObject({ code: "forbidden" });
    if (site !== null)
      expect(await verbs.acknowledgeAlarm({ alarmId }, HERE(site.id))).toMatchObject({ operatorState: "acknowledged" });
  }
  expect.hasAssertions();
});

it("shows what is forbidden as disabled, with who may", async () => {
  const { queries } = each.world.desk;
  const view = await queries.machine((await running()).id);
  const disabled = (actor: Actor) =>
    Object.fromEntries(machineFor(actor, view).actions.map(({ action, disabledBecause }) => [action, disabledBecause]));
  const owner = disabled(OPERATOR);
  expect(owner).toEqual(Object.fromEntries(view.actions.map((one) => [one.action, one.disabledBecause])));
  const operator = disabled(HERE(view.site.id));
  expect(operator.stop).toBeNull();
  expect(operator.remove).toBe("Olga is operator and may not change machines. Ask somebody who is administrator.");
  expect(disabled(VIEWER).stop).toBe(
    "Vic is viewer and may not start, stop or move machines. Ask somebody who is operator.",
  );
  expect(disabled(ELSEWHERE).stop).toContain(`may not change anything at ${view.site.name}`);
  for (const { refusedBecause } of machineFor(VIEWER, view).dial) expect(refusedBecause).toContain("Vic is viewer");

  const work = await queries.hostMaintenance(view.hostViews.a.id);
  expect(maintenanceFor(HERE(view.site.id), work)).toEqual(work);
  expect(maintenanceFor(ELSEWHERE, work).forbiddenBecause).toContain("Emil may not");
  expect(personInfo(VIEWER).mayNot["change-machines"]).toContain("administrator");
  expect(personInfo({ ...VIEWER, role: "owner" }).mayNot).toEqual({});
});

it("says before the click what is only for those of all sites", async () => {
  const { verbs } = each.world.desk;
  const ofOne = actorOf("Ann", "administrator", ["some-site"]);
  const { mayNot } = personInfo(ofOne);
  const reason = "Ann may not change what belongs to no single site. Ask somebody who is responsible for all sites.";
  expect(mayNot).toMatchObject({ "change-policies": reason, "pause-rollouts": reason });
  expect(mayNot["change-machines"], "at her own site she may").toBeUndefined();
  expect(personInfo(actorOf("Ann", "administrator")).mayNot["change-policies"]).toBeUndefined();
  // What the page says is what the verb does.
  const machineId = (await running()).id;
  const asked = (async () => verbs.labelMachine({ machineId, labels: ["core"] }, ofOne))();
  await expect(asked).rejects.toMatchObject({ detail: { code: "forbidden" } });
});
