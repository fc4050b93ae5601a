import { auditEntry } from "@v-available/db/schema/audit-entry";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000);

let keys = 0;
const newKey = () => `00000000-0000-7000-8000-${String(++keys).padStart(12, "0")}`;
const desk = () => each.world.desk;
const hosts = async () => (await desk().queries.workHosts({ text: "", side: null, limit: 50 })).hosts;
const stateOf = async (hostId: string) => {
  for (const { id } of await desk().queries.pairList()) {
    const { hosts: both } = await desk().queries.pair(id);
    for (const host of [both.a, both.b]) if (host.id === hostId) return host.state;
  }
  throw new Error("no such host");
};
/** The one that can't move is stopped first. */
const stopTheUnprotected = async () => {
  for (const { id, declaredStop } of await desk().queries.machineList())
    if (declaredStop === "unprotected") await desk().verbs.stopMachine({ machineId: id, taskKey: newKey() }, OPERATOR);
  await each.world.pass(5_000, 500);
};
const bothHosts = async () => (await hosts()).slice(0, 2).map(({ host }) => host.id);
const input = (hostIds: readonly string[]) => ({
  ...{ name: "firmware", reason: "a new version", hostIds: [...hostIds], workMinutes: 30, atOnce: 2 },
  ...{ startsAtMs: null, window: null, key: newKey() },
});
const planned = async (change: Partial<ReturnType<typeof input>> = {}) =>
  (await desk().verbs.createPlan({ ...input(await bothHosts()), ...change }, OPERATOR)).planId;
const plan = (planId: string) => desk().queries.plan(planId);
const stepsOf = async (planId: string) => (await plan(planId)).steps.map(({ state }) => state);
const until = (planId: string, states: readonly string[]) =>
  each.world.until(
    async () => (await stepsOf(planId)).join() === states.join(),
    `${states.join()} of the plan`,
    600_000,
  );
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );

describe("planned work on several hosts", () => {
  it("takes one host of a pair after the other, each only when the one before is whole again", async () => {
    await stopTheUnprotected();
    const [first = "", second = ""] = await bothHosts();
    const planId = await planned();
    await until(planId, ["ready", "waiting"]);
    expect([await stateOf(first), await stateOf(second)]).toEqual(["Maintenance", "Running"]);
    // It waits for a person, however long: nothing is guessed.
    await each.world.pass(120_000, 1_000);
    expect(await stepsOf(planId)).toEqual(["ready", "waiting"]);
    const onOverview = async () => (await desk().queries.overview()).underWay;
    expect(await onOverview()).toEqual([
      {
        id: planId,
        href: `/work/${planId}`,
        sentence: "0 of 2 hosts of firmware are done. Away now: one-a.",
        wanted: "one-a is free of machines and may be worked on. Say when that is done.",
      },
    ]);
    await desk().verbs.reportWork({ planId, hostId: first }, OPERATOR);
    await until(planId, ["done", "ready"]);
    expect([await stateOf(first), await stateOf(second)]).toEqual(["Running", "Maintenance"]);
    await desk().verbs.reportWork({ planId, hostId: second }, OPERATOR);
    await until(planId, ["done", "done"]);
    expect(await plan(planId)).toMatchObject({ state: "done", done: 2, pausedBecause: null });
    expect(await onOverview()).toEqual([]);
    for (const { power, headline } of await desk().queries.machineList())
      if (power === "on") expect(headline.state).toBe("Protected");
    const entries = await each.database.read((db) =>
      db.select().from(auditEntry).where(eq(auditEntry.kind, "host.enterMaintenance")),
    );
    expect(entries.map(({ personName, reason }) => [personName, reason])).toEqual([
      ["Ada", "firmware: a new version"],
      ["Ada", "firmware: a new version"],
    ]);
  });

  it("goes on from what is written when the control plane ends at any moment", async () => {
    await stopTheUnprotected();
    const [first = "", second = ""] = await bothHosts();
    const planId = await planned();
    for (let turn = 0; turn < 12; turn++) {
      await each.world.restart();
      await each.world.pass(700, 100);
    }
    await until(planId, ["ready", "waiting"]);
    await desk().verbs.reportWork({ planId, hostId: first }, OPERATOR);
    for (let turn = 0; turn < 12; turn++) {
      await each.world.restart();
      await each.world.pass(700, 100);
    }
    await until(planId, ["done", "ready"]);
    await desk().verbs.reportWork({ planId, hostId: second }, OPERATOR);
    await until(planId, ["done", "done"]);
    const tasks = await desk().queries.taskList({ running: false, limit: 50 });
    const asked = tasks.filter(({ subject }) => subject.kind === "host");
    expect(asked, "nothing was asked twice").toHaveLength(4);
  });

  it("stops at the first surprise, says which, and goes on only by a person", async () => {
    await stopTheUnprotected();
    const planId = await planned();
    await until(planId, ["ready", "waiting"]);
    const [first = ""] = await bothHosts();
    const offer = each.world.simulator.lab.catalogue().find(({ kind }) => kind === "disk-failed");
    const subjectRef = offer?.subjects.find(({ ref }) => ref.includes("-b/"))?.ref ?? "";
    each.world.simulator.lab.inject({ kind: "disk-failed", subjectRef });
    await each.world.until(async () => (await plan(planId)).state === "paused", "the stop", 600_000);
    const { pausedBecause } = await plan(planId);
    expect(pausedBecause).toContain("disk-failed");
    await desk().verbs.reportWork({ planId, hostId: first }, OPERATOR);
    await each.world.pass(120_000, 1_000);
    expect((await stepsOf(planId))[1], "none is begun while it is stopped").toBe("waiting");
  });

  it("takes back what is away when it is cancelled", async () => {
    await stopTheUnprotected();
    const [first = ""] = await bothHosts();
    const planId = await planned();
    await until(planId, ["ready", "waiting"]);
    await desk().verbs.cancelPlan({ planId, reason: "not today" }, OPERATOR);
    await each.world.until(async () => (await plan(planId)).state === "cancelled", "the end", 600_000);
    expect(await stepsOf(planId)).toEqual(["done", "skipped"]);
    expect(await stateOf(first)).toBe("Running");
  });

  it("waits for its window, and says when that opens", async () => {
    await stopTheUnprotected();
    const nowMs = each.world.clock.nowMs();
    const opensAtMs = Math.floor(nowMs / 60_000 + 4) * 60_000;
    const at = new Date(opensAtMs);
    const planId = await planned({
      window: {
        timeZone: "UTC",
        recurrence: {
          kind: "weekly",
          weekdays: [
            (["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const)[at.getUTCDay()] ??
              "sunday",
          ],
          weekOfMonth: null,
          startMinuteOfDay: at.getUTCHours() * 60 + at.getUTCMinutes(),
          durationMinutes: 120,
        },
      },
    } as never);
    await each.world.pass(30_000, 1_000);
    expect(await plan(planId)).toMatchObject({ state: "running", waitsBecause: expect.stringContaining("opens") });
    expect(await stepsOf(planId)).toEqual(["waiting", "waiting"]);
    await each.world.pass(opensAtMs - each.world.clock.nowMs(), 1_000);
    await until(planId, ["ready", "waiting"]);
  });

  it("is paused where a host can't be begun, and tries again when it is let go on", async () => {
    const machine = (await desk().queries.machineList()).find(({ declaredStop }) => declaredStop === "unprotected");
    const { activeSide } = (await desk().queries.machine(machine?.id ?? "")) as { activeSide: "a" | "b" };
    const chosen = (await hosts()).find(({ side }) => side === activeSide)?.host.id ?? "";
    const planId = await planned({ hostIds: [chosen] });
    await each.world.until(async () => (await plan(planId)).state === "paused", "the stop", 60_000);
    expect((await plan(planId)).pausedBecause).toContain(machine?.name);
    await stopTheUnprotected();
    await desk().verbs.resumePlan({ planId }, OPERATOR);
    await until(planId, ["ready"]);
  });

  it("is refused with field, value, limit and remedy, by role and by site", async () => {
    const [first = "", second = ""] = await bothHosts();
    const create = (change: object, actor = OPERATOR) =>
      refused(desk().verbs.createPlan({ ...input([first]), ...change }, actor));
    expect(await create({}, VIEWER)).toMatchObject({ code: "forbidden" });
    expect(await create({}, actorOf("Eve", "operator", ["elsewhere"]))).toMatchObject({ code: "forbidden" });
    expect(await create({ hostIds: [first, first] })).toMatchObject({ field: "hostIds.1", limit: "each host once" });
    const missing = "01890000-0000-7000-8000-000000000000";
    expect(await create({ hostIds: [missing] })).toMatchObject({ code: "not-found", field: "hostIds.0" });
    const never = { kind: "weekly", weekdays: [], weekOfMonth: null, startMinuteOfDay: 0, durationMinutes: 60 };
    expect(await create({ window: { timeZone: "UTC", recurrence: never } })).toMatchObject({
      field: "window.recurrence.weekdays",
      remedy: "Choose a weekday.",
    });
    expect(
      await create({ window: { timeZone: "Mars/Base", recurrence: { ...never, weekdays: ["monday"] } } }),
    ).toMatchObject({
      field: "window.timeZone",
      value: "Mars/Base",
    });
    expect(await desk().queries.planList()).toEqual([]);
    const planId = await planned({ hostIds: [second] });
    expect(await create({ hostIds: [second] })).toMatchObject({ code: "conflict", field: "hostIds.0" });
    expect(await refused(desk().verbs.reportWork({ planId, hostId: second }, OPERATOR))).toMatchObject({
      code: "illegal-transition",
      field: "hostId",
    });
  });

  it("is asked for once by one key", async () => {
    const [first = ""] = await bothHosts();
    const asked = input([first]);
    const one = await desk().verbs.createPlan(asked, OPERATOR);
    expect(await desk().verbs.createPlan(asked, OPERATOR)).toEqual(one);
    expect(await desk().queries.planList()).toHaveLength(1);
  });

  it("is previewed host by host, with the best times of the coming week where the load is known", async () => {
    const [first = ""] = await bothHosts();
    const preview = await desk().queries.previewPlan({ hostIds: [first], workMinutes: 30, atOnce: 1 });
    expect(preview.hosts).toMatchObject([{ host: { id: first }, machines: expect.any(Number) }]);
    expect(preview.totalMs).toBeGreaterThan(30 * 60_000);
    expect(preview.offers.length > 0).toBe(preview.noOfferBecause === null);
  });
});
