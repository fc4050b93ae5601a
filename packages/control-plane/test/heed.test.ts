import { event } from "@v-available/db/schema/event";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { NO_HEED } from "@v-available/domain/no-heed";
import { POLICY_PRESETS } from "@v-available/domain/policy";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { problemsOfRecord } from "./record-check";
import { fleetOfTills, RolloutWorld } from "./rollout-world";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(5_000, { fleet: fleetOfTills() });
const policies = new RolloutWorld(() => each.world);
const desk = () => each.world.desk;
const refOf = async (name: string) => (await desk().queries.machine((await policies.machine(name)).id)).observed.ref;
const heedOf = async (name: string) => (await desk().queries.machine((await policies.machine(name)).id)).observed.heed;
const eventsOf = () => each.database.read((db) => db.select().from(event).where(eq(event.type, "vm.heed")));
const gold = { targetRtoMs: null, targetRpoMs: null, restartPriority: 2, resyncShareRatio: 0.2 } as const;

describe("what hosts are told of the policies of their machines", () => {
  it("is what is in force, once, with its cause; and again when another version is published", async () => {
    const policyId = await policies.policy(HIGH_AVAILABILITY, ["till-1"], {
      ...gold,
      restartAfter: [{ machine: "till-3" }, { machine: "till-2" }],
      startDelayMs: 3_000,
    });
    await each.world.pass(6_000, 500);
    const first = { resyncShareRatio: 0.2, restart: { priority: 2, after: [await refOf("till-3")], delayMs: 3_000 } };
    expect(await heedOf("till-1")).toMatchObject(first);
    expect(await heedOf("till-3"), "nobody holds it").toBeUndefined();
    await each.world.restart();
    await each.world.pass(30_000, 1_000);
    const [told, ...more] = await eventsOf();
    expect(more, "nothing is told twice").toEqual([]);
    expect(told).toMatchObject({ sentence: "The hosts of till-1 were told what gold asks of them." });
    const causes = await each.database.read((db) =>
      db
        .select()
        .from(event)
        .where(eq(event.id, told?.causeEventId ?? "")),
    );
    expect(causes[0]?.type).toMatch(/^policy\./);
    await policies.edit(policyId, { resyncShareRatio: 0.3 });
    await policies.publish(policyId, null);
    await each.world.pass(6_000, 500);
    expect(await heedOf("till-1")).toMatchObject({ ...first, resyncShareRatio: 0.3 });
    expect(await desk().queries.machine((await policies.machine("till-1")).id)).toMatchObject({
      policy: {
        name: "gold",
        isTold: true,
        notWaitedFor: "Its hosts hear of the machines of their own pair only: they do not wait for till-2.",
      },
    });
    expect(await problemsOfRecord(each.world, each.database)).toEqual([]);
  });

  it("follows labels, and is taken back when no policy holds the machine any more", async () => {
    const policyId = await policies.policy(HIGH_AVAILABILITY, ["till-1"], {
      ...gold,
      restartAfter: [{ label: "core" }],
    });
    await each.world.pass(6_000, 500);
    expect((await heedOf("till-1"))?.restart.after).toEqual([]);
    const { id: machineId } = await policies.machine("till-5");
    await desk().verbs.labelMachine({ machineId, labels: ["core"] }, OPERATOR);
    await each.world.pass(6_000, 500);
    expect((await heedOf("till-1"))?.restart.after).toEqual([await refOf("till-5")]);
    for (const { id } of (await desk().queries.policy(policyId)).assignments)
      await desk().verbs.unassignPolicy({ assignmentId: id }, OPERATOR);
    await each.world.pass(6_000, 500);
    expect(await heedOf("till-1")).toEqual(NO_HEED);
  });

  it("reaches hosts that could not be told at first, also past a restart of the control plane", async () => {
    const fault = each.world.simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-a" });
    const cut = each.world.simulator.lab.inject({ kind: "orchestrator-unreachable", subjectRef: "orchestrator" });
    await policies.policy(HIGH_AVAILABILITY, ["till-1"], gold);
    await each.world.pass(3_000, 500);
    await each.world.restart();
    await each.world.pass(5_000, 500);
    for (const one of [fault, cut]) if (one) each.world.simulator.lab.clear(one.id);
    await each.world.until(
      async () => (await heedOf("till-1"))?.resyncShareRatio === 0.2,
      "the hosts to be told",
      120_000,
    );
  });

  it("makes machines wait for their turn, and their pages say for whom", async () => {
    await policies.policy(HIGH_AVAILABILITY, ["till-1"], { ...gold, restartAfter: [{ machine: "till-3" }] });
    await each.world.pass(6_000, 500);
    each.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
    const headline = async () => (await desk().queries.machine((await policies.machine("till-1")).id)).headline;
    await each.world.until(async () => (await headline()).reason.includes("after till-3"), "the wait", 30_000);
    expect(await headline()).toMatchObject({
      state: "Down",
      next: expect.stringContaining("starts it once that answers, and waits for"),
    });
    await each.world.until(
      async () => (await policies.machine("till-1")).power === "on",
      "the machine to be back",
      180_000,
    );
  });

  it("leaves a guest down that crashes once too often for its policy, and its page says by which word", async () => {
    const { "till-1": one, "till-3": other } = { "till-1": await refOf("till-1"), "till-3": await refOf("till-3") };
    const { mtbfThresholdMs } = POLICY_PRESETS.unprotected;
    await policies.policy(HIGH_AVAILABILITY, ["till-1"], { ...gold, name: "never", mtbf: "never-restart" });
    await policies.policy(HIGH_AVAILABILITY, ["till-3"], {
      ...{ ...gold, name: "short", mtbfThresholdMs: { ...mtbfThresholdMs, vm: 60_000 } },
    });
    await each.world.pass(6_000, 500);
    const headline = async (name: string) => (await desk().queries.machine((await policies.machine(name)).id)).headline;
    const runs = async (name: string) => (await policies.machine(name)).power === "on";
    const crash = (subjectRef: string) => each.world.simulator.lab.inject({ kind: "guest-crash", subjectRef });
    crash(one);
    await each.world.until(async () => (await headline("till-1")).reason.includes("never restarts it"), "it", 60_000);
    expect(await headline("till-1")).toMatchObject({
      state: "Down",
      reason: "The guest crashed, and its policy never restarts it.",
    });
    // Four within an hour are one too many by the product's own word; by this policy they would have to be within a minute.
    for (let crashed = 0; crashed < 4; crashed++) {
      await each.world.until(() => runs("till-3"), "till-3 to run", 120_000);
      await each.world.pass(30_000, 1_000);
      crash(other);
      await each.world.pass(2_000, 500);
    }
    await each.world.until(() => runs("till-3"), "till-3 to run again", 120_000);
  });
});
