import { randomUUID } from "node:crypto";
import { event } from "@v-available/db/schema/event";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED, withRecovery } from "@v-available/domain/level";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { ROLLOUT_LIMITS } from "@v-available/domain/rollout";
import { like } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { problemsOfRecord } from "./record-check";
import { fleetOfTills, RolloutWorld } from "./rollout-world";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(12_000, { fleet: fleetOfTills() });
const play = new RolloutWorld(() => on.world);
const refusal = async (asked: Promise<unknown>): Promise<RefusalDetail | undefined> =>
  asked.then(
    () => undefined,
    (error) => error.detail,
  );
const ALL = [1, 2, 3, 4, 5, 6].map((at) => `till-${at}`);
const NONE = { lowered: 0, passingBelow: 0 };
const sentences = async () => {
  const rows = await on.database.read((db) => db.select().from(event).where(like(event.type, "rollout.%")));
  return rows.map(({ sentence }) => sentence);
};
const stops = async () =>
  Object.fromEntries((await play.desk.queries.machineList()).map(({ name, declaredStop }) => [name, declaredStop]));

describe("a rollout", () => {
  it("starts with the publication that was confirmed: one machine, then a tenth, then the rest, few at once", async () => {
    const policyId = await play.policy(HIGH_AVAILABILITY, ALL);
    await play.edit(policyId, { protection: FAULT_TOLERANCE });
    const { rolloutId } = await play.publish(policyId, NONE);
    const id = rolloutId ?? "";
    let most = 0;
    await on.world.until(async () => {
      const { steps, state, atWave, etaAtMs, waves } = await play.desk.queries.rollout(id);
      expect(waves.map(({ machines }) => machines)).toEqual([1, 1, 4]);
      const begun = steps.filter((step) => step.state === "changing");
      most = Math.max(most, begun.length);
      for (const { pair, wave } of begun) {
        expect(wave).toBe(atWave);
        expect(begun.filter((step) => step.pair.id === pair.id).length).toBeLessThanOrEqual(
          ROLLOUT_LIMITS.atOncePerPair,
        );
      }
      if (state === "running" && begun.length > 0) expect(etaAtMs).toBeGreaterThan(on.world.clock.nowMs());
      return state !== "running";
    }, "the end of the rollout");
    const view = await play.desk.queries.rollout(id);
    expect([view.state, view.because, view.sentence]).toEqual([
      "done",
      null,
      "Version 2 of gold: 6 of 6 machines done.",
    ]);
    expect(most).toBe(4);
    expect(new Set(Object.values(await stops()))).toEqual(new Set(["fault-tolerance"]));
    expect((await play.desk.queries.policy(policyId)).below).toBe(0);
    expect(await sentences()).toEqual([
      "Ada rolls out version 2 of gold to 6 machines: 1, then 1, then 4.",
      "The rollout of version 2 of gold is done: 6 machines changed.",
    ]);
    expect(await problemsOfRecord(on.world, on.database)).toEqual([]);
  });

  it("does not start where nobody confirmed it, and is started by itself later, once for a key", async () => {
    const policyId = await play.policy(FAULT_TOLERANCE, ["till-1"]);
    expect((await play.desk.queries.policy(policyId)).below).toBe(1);
    expect(await play.desk.queries.rolloutList({ policyId, limit: 10 })).toEqual([]);
    const asked = { policyId, version: 1, rollOut: NONE, key: randomUUID() };
    const both = await Promise.all([1, 2].map(() => play.desk.verbs.startRollout(asked, OPERATOR)));
    expect(new Set(both.map(({ rolloutId }) => rolloutId)).size).toBe(1);
    await play.untilIn(both[0]?.rolloutId ?? "", "done");
    expect(await refusal(play.desk.verbs.startRollout({ ...asked, key: randomUUID() }, OPERATOR))).toMatchObject({
      code: "conflict",
      remedy: expect.any(String),
    });
    expect(
      await refusal(play.desk.verbs.startRollout({ ...asked, version: 9, key: randomUUID() }, OPERATOR)),
    ).toMatchObject({
      code: "conflict",
      field: "version",
    });
  });

  it("lowers nothing that was not accepted, by its number, and says so of which machines", async () => {
    const policyId = await play.policy(HIGH_AVAILABILITY, ["till-1", "till-2"]);
    await play.edit(policyId, { protection: UNPROTECTED, targetRtoMs: null, targetRpoMs: null });
    expect(await refusal(play.publish(policyId, NONE))).toMatchObject({
      code: "conflict",
      field: "rollOut.lowered",
      value: 0,
      limit: "2",
      message: expect.stringContaining("till-1 and till-2"),
    });
    expect((await play.desk.queries.policy(policyId)).version).toBe(1);
    const { rolloutId } = await play.publish(policyId, { lowered: 2, passingBelow: 0 });
    await play.untilIn(rolloutId ?? "", "done");
    expect(await stops()).toMatchObject({
      "till-1": "unprotected",
      "till-2": "unprotected",
      "till-3": "high-availability",
    });
    expect((await sentences())[0]).toContain("It was accepted that till-1 (High Availability now) and till-2");
    // The copy that a rollout makes is no trouble of the pair that it would stop at.
    const { versions } = await play.desk.queries.policy(policyId);
    const back = { policyId, fromVersion: versions[0]?.version ?? 0, toVersion: 1, reason: "again", key: randomUUID() };
    const again = await play.desk.verbs.rollBack({ ...back, rollOut: NONE }, OPERATOR);
    const view = await play.untilIn(again.rolloutId ?? "", "done", "paused");
    expect([view.state, view.because]).toEqual(["done", null]);
    expect(await stops()).toMatchObject({ "till-1": "high-availability", "till-2": "high-availability" });
  });

  it("gains before it gives up: with Disaster Recovery before without lockstep", async () => {
    const policyId = await play.policy(FAULT_TOLERANCE, ["till-1"]);
    await play.untilIn(await play.start(policyId), "done");
    await play.edit(policyId, { protection: withRecovery(HIGH_AVAILABILITY) });
    const { rolloutId } = await play.publish(policyId, { lowered: 1, passingBelow: 0 });
    const seen: string[] = [];
    await on.world.until(async () => {
      const { declared } = await play.machine("till-1");
      const words = `${declared.compute} ${declared.recovery === "none" ? "none" : "copied"}`;
      if (seen.at(-1) !== words) seen.push(words);
      return (await play.desk.queries.rollout(rolloutId ?? "")).state !== "running";
    }, "the end of the rollout");
    expect(seen).toEqual(["lockstep none", "lockstep copied", "restart copied"]);
    expect((await play.desk.queries.rollout(rolloutId ?? "")).state).toBe("done");
  });

  it("is paused, resumed and cancelled by those who may; what is under way is finished, what is done stays", async () => {
    const policyId = await play.policy(FAULT_TOLERANCE, ALL);
    const rolloutId = await play.start(policyId);
    const { verbs } = play.desk;
    const night = actorOf("Nia", "operator");
    expect(await refusal(verbs.pauseRollout({ rolloutId }, VIEWER))).toMatchObject({ code: "forbidden" });
    await on.world.until(
      async () => Object.values(await play.stepsOf(rolloutId)).includes("changing"),
      "the first machine",
    );
    await verbs.pauseRollout({ rolloutId }, night);
    expect(await refusal(verbs.resumeRollout({ rolloutId, failed: "leave" }, night))).toMatchObject({
      code: "forbidden",
    });
    await on.world.pass(120_000, 1_000);
    const paused = await play.desk.queries.rollout(rolloutId);
    expect([paused.state, paused.because, paused.counts.done, paused.counts.waiting]).toEqual([
      "paused",
      "Nia has paused it.",
      1,
      5,
    ]);
    await verbs.resumeRollout({ rolloutId, failed: "leave" }, OPERATOR);
    await on.world.until(async () => (await play.desk.queries.rollout(rolloutId)).atWave === 3, "the last wave");
    await on.world.until(async () => (await play.desk.queries.rollout(rolloutId)).counts.changing > 0, "a change");
    const cancelled = await verbs.cancelRollout({ rolloutId }, OPERATOR);
    expect(cancelled.state).toBe("cancelling");
    const view = await play.untilIn(rolloutId, "cancelled");
    expect(view.counts.changing + view.counts.waiting).toBe(0);
    expect(view.counts.done + view.counts.left).toBe(6);
    const at = Object.values(await stops()).filter((stop) => stop === "fault-tolerance").length;
    expect(at).toBe(view.counts.done);
    expect(await refusal(verbs.resumeRollout({ rolloutId, failed: "leave" }, OPERATOR))).toMatchObject({
      code: "illegal-transition",
      value: "cancelled",
    });
  });

  it("leaves as they are a machine that a person has set since, one that is gone and one of another policy", async () => {
    const policyId = await play.policy(FAULT_TOLERANCE, ["till-1", "till-2", "till-3", "till-5"]);
    const rolloutId = await play.start(policyId);
    const { verbs } = play.desk;
    await verbs.pauseRollout({ rolloutId }, OPERATOR);
    await on.world.pass(60_000, 1_000);
    const waiting = Object.entries(await play.stepsOf(rolloutId)).flatMap(([name, state]) =>
      state === "waiting" ? name : [],
    );
    const [set, gone, moved] = await Promise.all(waiting.slice(0, 3).map((name) => play.machine(name)));
    if (!set || !gone || !moved) throw new Error("three wait");
    await verbs.protectMachine({ machineId: set.id, protection: UNPROTECTED, taskKey: randomUUID() }, OPERATOR);
    await verbs.stopMachine({ machineId: gone.id, taskKey: randomUUID() }, OPERATOR);
    const other = (await play.desk.queries.policyList()).policies.find(({ preset }) => preset === "high-availability");
    const by = { kind: "machine", machineId: moved.id } as const;
    await verbs.assignPolicy({ policyId: other?.id ?? "", by }, OPERATOR);
    await on.world.until(async () => (await play.machine(gone.name)).power === "off", "that it is off");
    await verbs.removeMachine({ machineId: gone.id, confirmName: gone.name, taskKey: randomUUID() }, OPERATOR);
    await on.world.pass(10_000, 1_000);
    await verbs.resumeRollout({ rolloutId, failed: "leave" }, OPERATOR);
    const view = await play.untilIn(rolloutId, "done", "paused");
    const words = new Map(view.steps.map(({ machine, state, words: said }) => [machine.name, `${state}: ${said}`]));
    expect([view.state, view.because]).toEqual(["done", null]);
    expect(words.get(set.name)).toBe(`left: Ada has set its level since: Take the protection off ${set.name}.`);
    expect(words.get(gone.name)).toBe("left: It was removed.");
    expect(words.get(moved.name)).toBe("left: Another policy holds it by now.");
  });

  it("stops when a fault comes where a machine is being changed, and goes on when a person says so", async () => {
    const policyId = await play.policy(FAULT_TOLERANCE, ALL);
    const rolloutId = await play.start(policyId);
    await on.world.until(
      async () => Object.values(await play.stepsOf(rolloutId)).includes("changing"),
      "the first machine",
    );
    const first = (await play.desk.queries.rollout(rolloutId)).steps.find(({ state }) => state === "changing");
    const { lab } = on.world.simulator;
    const injected = lab.inject({
      kind: "host-power-loss",
      subjectRef: first?.pair.name === "one" ? "host-one-b" : "host-two-b",
    });
    const view = await play.untilIn(rolloutId, "paused");
    expect(view.because).toContain(first?.pair.name);
    expect(view.wanted).toContain("Resume it");
    await on.world.pass(30_000, 1_000);
    expect((await play.desk.queries.rollout(rolloutId)).counts.changing).toBeLessThanOrEqual(1);
    lab.clear(injected?.id ?? "");
    await on.world.until(async () => (await play.desk.queries.overview()).openAlarms === 0, "calm");
    await play.desk.verbs.resumeRollout({ rolloutId, failed: "try-again" }, OPERATOR);
    const after = await play.untilIn(rolloutId, "done", "paused");
    expect([after.state, after.because]).toEqual(["done", null]);
    expect(new Set(Object.values(await stops()))).toEqual(new Set(["fault-tolerance"]));
  });
});
