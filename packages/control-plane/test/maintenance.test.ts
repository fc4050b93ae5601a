import { exposure } from "@v-available/db/schema/exposure";
import { Refusal } from "@v-available/domain/refusal";
import { gte } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000);

let keys = 0;
const newKey = () => `00000000-0000-7000-8000-${String(++keys).padStart(12, "0")}`;
const pair = async () => {
  const [row] = await each.world.desk.queries.pairList();
  return each.world.desk.queries.pair(row?.id ?? "");
};
const hostOf = async (side: "a" | "b") => (await pair()).hosts[side];
const enter = async (side: "a" | "b", actor = OPERATOR) =>
  each.world.desk.verbs.enterMaintenance({ hostId: (await hostOf(side)).id, taskKey: newKey() }, actor);
const leave = async (side: "a" | "b") =>
  each.world.desk.verbs.leaveMaintenance({ hostId: (await hostOf(side)).id, taskKey: newKey() }, OPERATOR);
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );
/** The one that can't move is stopped first. */
const stopTheUnprotected = async () => {
  for (const { id, declaredStop } of await each.world.desk.queries.machineList())
    if (declaredStop === "unprotected")
      await each.world.desk.verbs.stopMachine({ machineId: id, taskKey: newKey() }, OPERATOR);
  await each.world.pass(5_000, 500);
};
const busySide = async () => ((await pair()).machines.some(({ activeSide }) => activeSide === "a") ? "a" : "b");

describe("planned work on a host", () => {
  it("moves its machines, lets it be switched off without an alarm, and is over when all have two copies again", async () => {
    await stopTheUnprotected();
    const before = await each.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
    const side = await busySide();
    const beganAtMs = each.world.clock.nowMs();
    const { taskKey } = await enter(side);
    await each.world.pass(60_000, 500);
    const task = async (key: string) =>
      (await each.world.desk.queries.taskList({ running: false, limit: 50 })).find((row) => row.taskKey === key);
    expect(await task(taskKey)).toMatchObject({ state: "succeeded", subject: { kind: "host" } });
    expect((await hostOf(side)).state).toBe("Maintenance");
    expect((await pair()).headline).toMatchObject({ state: "SingleHost" });

    const host = await hostOf(side);
    const off = each.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: host.observed.ref });
    await each.world.pass(60_000, 500);
    expect((await hostOf(side)).state).toBe("Maintenance");
    for (const machine of (await pair()).machines.filter(({ desiredPower }) => desiredPower === "on"))
      expect(machine.headline.effective).toBe("unprotected");
    const alarms = await each.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
    expect(alarms.map(({ kind }) => kind)).toEqual(before.map(({ kind }) => kind));
    const since = await each.database.read((db) => db.select().from(exposure).where(gte(exposure.fromMs, beganAtMs)));
    expect(new Set(since.map(({ cause }) => cause))).toEqual(new Set(["planned-work"]));

    each.world.simulator.lab.clear(off?.id ?? "");
    await each.world.pass(60_000, 500);
    const ended = await leave(side);
    await each.world.pass(120_000, 1_000);
    expect(await task(ended.taskKey)).toMatchObject({ state: "succeeded" });
    for (const machine of (await pair()).machines.filter(({ desiredPower }) => desiredPower === "on"))
      expect(machine.headline.state).toBe("Protected");
  });

  it("is refused with field, value, limit and remedy, and nothing is begun", async () => {
    const { machines } = await pair();
    const single = machines.find(({ declaredStop }) => declaredStop === "unprotected");
    expect(await refused(enter(single?.activeSide ?? "a"))).toMatchObject({
      code: "blocked",
      field: "hostId",
      value: single?.name,
      limit: expect.stringContaining("two complete copies"),
      remedy: expect.stringContaining("Stop"),
    });
    const missing = "01890000-0000-7000-8000-000000000000";
    expect(
      await refused(each.world.desk.verbs.enterMaintenance({ hostId: missing, taskKey: newKey() }, OPERATOR)),
    ).toMatchObject({ code: "not-found", field: "hostId", value: missing });
    expect(await refused(leave("a"))).toMatchObject({ code: "illegal-transition" });
    expect(await refused(enter("a", VIEWER))).toMatchObject({ code: "forbidden" });
    expect(await each.world.desk.queries.taskList({ running: false, limit: 50 })).toEqual([]);
  });

  it("is never begun on both hosts, and can be called off before every machine has left", async () => {
    await stopTheUnprotected();
    const side = await busySide();
    await enter(side);
    await each.world.pass(1_000, 100);
    expect(await refused(enter(side === "a" ? "b" : "a"))).toMatchObject({ field: "hostId" });
    await leave(side);
    await each.world.pass(30_000, 500);
    expect((await hostOf(side)).state).toBe("Running");
    expect((await pair()).headline.state).toBe("Normal");
  });
});
