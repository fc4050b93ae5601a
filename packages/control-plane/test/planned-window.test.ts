import { randomUUID } from "node:crypto";
import { auditEntry } from "@v-available/db/schema/audit-entry";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { WEEKDAYS } from "@v-available/domain/maintenance-window";
import type { PolicyWindow } from "@v-available/domain/policy";
import { Refusal } from "@v-available/domain/refusal";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { RolloutWorld } from "./rollout-world";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000);
const policies = new RolloutWorld(() => each.world);
const desk = () => each.world.desk;
const nowMs = () => each.world.clock.nowMs();

/** Opens every day, this many minutes from now. */
function daily(inMinutes: number, durationMinutes = 120): PolicyWindow {
  const at = new Date(nowMs() + inMinutes * 60_000);
  const startMinuteOfDay = at.getUTCHours() * 60 + at.getUTCMinutes();
  return {
    ...{ name: "night", timeZone: "UTC" },
    recurrence: { kind: "weekly", weekdays: [...WEEKDAYS], weekOfMonth: null, startMinuteOfDay, durationMinutes },
  };
}
const held = async (window: PolicyWindow) => {
  await policies.policy(HIGH_AVAILABILITY, ["ha-app"], { targetRtoMs: null, targetRpoMs: null, windows: [window] });
  const { id, pair } = await policies.machine("ha-app");
  for (const { id: other, declaredStop } of await desk().queries.machineList())
    if (declaredStop === "unprotected")
      await desk().verbs.stopMachine({ machineId: other, taskKey: randomUUID() }, OPERATOR);
  await each.world.pass(5_000, 500);
  const { hosts } = await desk().queries.pair(pair.id);
  return { machineId: id, hostId: hosts.a.id };
};
const input = (hostId: string) => ({
  ...{ name: "firmware", reason: "a new version", hostIds: [hostId], workMinutes: 30, atOnce: 1 },
  ...{ startsAtMs: null, window: null, key: randomUUID() },
});
const stepOf = async (planId: string) => (await desk().queries.plan(planId)).steps[0];
const refused = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );

describe("planned work on a machine whose policy has a window", () => {
  it("is said beforehand, waits for the window, and begins in it, across restarts of the control plane", async () => {
    const { machineId, hostId } = await held(daily(4));
    const opensAtMs = Math.floor(nowMs() / 60_000) * 60_000;
    const preview = await desk().queries.previewPlan({ hostIds: [hostId], workMinutes: 30, atOnce: 1 });
    expect(preview.hosts[0]?.outside).toMatchObject([
      { machine: { id: machineId, name: "ha-app" }, sentence: expect.stringContaining("night opens on") },
    ]);
    expect(preview.hosts[0]?.withinFromMs).toBeGreaterThan(opensAtMs);
    const { planId } = await desk().verbs.createPlan(input(hostId), OPERATOR);
    await each.world.pass(30_000, 1_000);
    await each.world.restart();
    await each.world.pass(30_000, 1_000);
    expect(await desk().queries.plan(planId)).toMatchObject({
      state: "running",
      waitsBecause: expect.stringContaining("Planned work on ha-app may begin only in the window night"),
    });
    expect((await stepOf(planId))?.state).toBe("waiting");
    await each.world.until(async () => (await stepOf(planId))?.state === "ready", "the host to be free", 900_000);
    expect((await stepOf(planId))?.beganAtMs).toBeGreaterThanOrEqual(preview.hosts[0]?.withinFromMs ?? 0);
  });

  it("begins outside by a consent that names the machine, and says so in the record", async () => {
    const { machineId, hostId } = await held(daily(240));
    const { planId } = await desk().verbs.createPlan({ ...input(hostId), outsideWindowOf: [machineId] }, OPERATOR);
    await each.world.until(async () => (await stepOf(planId))?.state === "ready", "the host to be free", 600_000);
    expect((await desk().queries.plan(planId)).outsideWindowOf).toEqual(["ha-app"]);
    const entries = await each.database.read((db) =>
      db.select().from(auditEntry).where(eq(auditEntry.kind, "plan.create")),
    );
    expect(entries[0]?.after).toMatchObject({ outsideWindowOf: ["ha-app"] });
    const stray = await refused(
      desk().verbs.createPlan({ ...input(hostId), outsideWindowOf: [randomUUID()] }, OPERATOR),
    );
    expect(stray).not.toBeNull();
  });

  it("refuses a consent for a machine that it does not touch", async () => {
    const { hostId } = await held(daily(240));
    const machineId = randomUUID();
    expect(
      await refused(desk().verbs.createPlan({ ...input(hostId), outsideWindowOf: [machineId] }, OPERATOR)),
    ).toMatchObject({ code: "invalid", field: "outsideWindowOf.0", value: machineId, remedy: "Leave it out." });
  });

  it("is refused by hand too, on its host and in a drill, unless the machine is named", async () => {
    const { machineId, hostId } = await held(daily(240));
    const enter = (outsideWindowOf?: string[]) =>
      desk().verbs.enterMaintenance({ hostId, taskKey: randomUUID(), outsideWindowOf }, OPERATOR);
    expect((await desk().queries.hostMaintenance(hostId)).outside).toHaveLength(1);
    expect(await refused(enter())).toMatchObject({ code: "blocked", field: "outsideWindowOf", value: "ha-app" });
    expect(await desk().queries.machine(machineId)).toMatchObject({
      policy: { name: "gold", outsideWindow: { machine: { id: machineId } } },
    });
    const task = await enter([machineId]);
    expect(task.title).toMatch(/^Put .* into maintenance, outside the window of ha-app$/);
  });

  it("needs no consent while the window is open, nor where a policy has none", async () => {
    const { hostId } = await held(daily(-5));
    expect((await desk().queries.hostMaintenance(hostId)).outside).toEqual([]);
    await desk().verbs.enterMaintenance({ hostId, taskKey: randomUUID() }, OPERATOR);
  });
});
