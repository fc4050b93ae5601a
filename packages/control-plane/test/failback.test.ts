import { randomUUID } from "node:crypto";
import { FAILBACK_RETRY_MS } from "@v-available/domain/failback";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import { WEEKDAYS } from "@v-available/domain/maintenance-window";
import type { Policy } from "@v-available/domain/policy";
import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { describe, expect, it } from "vitest";
import { fleetOfTills, RolloutWorld } from "./rollout-world";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

/** What the hosts answer to a move instead of beginning it. */
let refuses: Refusal | null = null;
const each = worldOfEachTest(5_000, {
  fleet: fleetOfTills(),
  between: (simulator) =>
    new Proxy(simulator, {
      get: (of, name) => {
        if (name === "execute")
          return async (...asked: Parameters<Orchestrator["execute"]>) => {
            if (refuses && asked[0].kind === "vm.switch-active") throw refuses;
            return of.execute(...asked);
          };
        const value = Reflect.get(of, name, of);
        return typeof value === "function" ? value.bind(of) : value;
      },
    }),
});
const policies = new RolloutWorld(() => each.world);
const desk = () => each.world.desk;
const view = async (name: string) => desk().queries.machine((await policies.machine(name)).id);
const sideOf = async (name: string) => (await view(name)).activeSide;
const isAt = (name: string, side: "a" | "b") => async () => {
  const { activeSide, headline, power } = await view(name);
  return activeSide === side && power === "on" && headline.state === "Protected";
};
const alarms = () => desk().queries.alarmList({ limit: 100, includeCleared: false });
const moves = async () =>
  (await desk().queries.taskList({ running: false, limit: 100 })).filter(
    ({ startedBy }) => startedBy === "v-Available",
  );
const away = async (name: string) => (await view(name)).policy?.away;

async function held(failback: Policy["failback"], machines = ["till-1"], windows: Policy["windows"] = []) {
  const rest = { targetRtoMs: null, targetRpoMs: null, failback, windows };
  const policyId = await policies.policy(HIGH_AVAILABILITY, machines, rest);
  await each.world.pass(6_000, 500);
  return policyId;
}
/** Every day. @param start "21:00", UTC */
const window = (name: string, start: string, durationMinutes: number): Policy["windows"][number] => {
  const [hour = 0, minute = 0] = start.split(":").map(Number);
  const time = { startMinuteOfDay: hour * 60 + minute, durationMinutes };
  return { name, timeZone: "UTC", recurrence: { kind: "weekly", weekdays: [...WEEKDAYS], weekOfMonth: null, ...time } };
};
const inject = (kind: "host-power-loss" | "fan", subjectRef: string) => {
  const fault = each.world.simulator.lab.inject({ kind, subjectRef });
  if (!fault) throw new Error(`${kind} cannot befall ${subjectRef}`);
  return () => each.world.simulator.lab.clear(fault.id);
};
/** What ran there runs on its partner. @returns what brings the host back */
async function loseHostA(machines = ["till-1"]) {
  const bringBack = inject("host-power-loss", "host-one-a");
  for (const name of machines) await each.world.until(isRunningOn(name, "b"), `the takeover of ${name}`, 120_000);
  return bringBack;
}
const isRunningOn = (name: string, side: "a" | "b") => async () => {
  const { activeSide, power } = await view(name);
  return activeSide === side && power === "on";
};
/** In large steps: some alarms hold for ten minutes. */
async function untilHolds(holds: () => Promise<boolean>, what: string) {
  for (let minutes = 0; minutes < 60; minutes += 0.5) {
    if (await holds()) return;
    await each.world.pass(30_000, 2_500);
  }
  throw new Error(`${what} did not come within an hour`);
}
const kinds = async () => (await alarms()).map(({ kind }) => kind);
const nothingIsAmiss = async () => (await alarms()).length === 0;

describe("failback", () => {
  it("brings a machine home after its host was lost, once both copies are whole and nothing is amiss", async () => {
    await held("at-once");
    const bringBack = await loseHostA();
    await each.world.pass(20_000, 1_000);
    expect(await moves(), "while the host is away").toEqual([]);
    expect(await away("till-1")).toMatchObject({ home: "one-a", waitsBecause: expect.stringContaining("one") });
    bringBack();
    await untilHolds(isAt("till-1", "a"), "the machine to be home");
    const [move, ...others] = await moves();
    expect(move).toMatchObject({ title: "Take till-1 home to one-a, as gold asks", state: "succeeded" });
    const ended = await desk().queries.alarmList({ limit: 100, includeCleared: true });
    expect(ended.map(({ kind }) => kind)).toContain("host-power-loss");
    for (const { kind, clearedAtMs } of ended)
      expect(move?.startedAtMs, `the end of ${kind}`).toBeGreaterThanOrEqual(clearedAtMs ?? Number.POSITIVE_INFINITY);
    expect(others).toEqual([]);
    expect(await away("till-1")).toBeNull();
    await each.world.pass(60_000, 2_500);
    expect(await moves(), "once").toHaveLength(1);
  });

  it("waits while anything else of its pair is amiss, and for its window", async () => {
    await held({ window: "night" }, ["till-1"], [window("night", "20:45", 60)]);
    const bringBack = await loseHostA();
    const replaced = inject("fan", "host-one-b/fan-0");
    bringBack();
    await untilHolds(async () => !(await kinds()).includes("host-power-loss"), "the end of the first alarm");
    await untilHolds(isAt("till-1", "b"), "both copies");
    expect(await kinds()).toContain("fan");
    expect((await away("till-1"))?.waitsBecause).toContain("fan on");
    replaced();
    await untilHolds(nothingIsAmiss, "the end of the other");
    await each.world.pass(12_000, 500);
    expect(await away("till-1")).toEqual({
      home: "one-a",
      waitsBecause: "The window night of its policy is not open.",
    });
    const opensAtMs = Date.UTC(2026, 4, 28, 20, 45);
    expect(each.world.clock.nowMs()).toBeLessThan(opensAtMs);
    await each.world.pass(opensAtMs - each.world.clock.nowMs() - 1, 5_000);
    expect(await moves(), "up to its opening").toEqual([]);
    await untilHolds(isAt("till-1", "a"), "the machine to be home");
    const [move] = await moves();
    expect(move?.startedAtMs).toBeGreaterThanOrEqual(opensAtMs);
    expect(move?.startedAtMs).toBeLessThan(opensAtMs + 60_000);
  });

  it("takes one machine of a pair home after the other", async () => {
    const tills = ["till-1", "till-3", "till-5"];
    await held("at-once", tills);
    const bringBack = await loseHostA(tills);
    bringBack();
    for (const name of tills) await untilHolds(isAt(name, "a"), `${name} to be home`);
    const took = (await moves()).toSorted((one, other) => one.startedAtMs - other.startedAtMs);
    expect(took.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "succeeded"]);
    for (const [at, { startedAtMs }] of took.entries())
      expect(startedAtMs).toBeGreaterThanOrEqual(took[at - 1]?.endedAtMs ?? 0);
  });

  it("tries again after a while what the hosts have refused, and tells why it waits", async () => {
    await held("at-once");
    const bringBack = await loseHostA();
    refuses = new Refusal({ code: "blocked", message: "Not now." });
    bringBack();
    await untilHolds(async () => (await moves()).length === 1, "the first attempt");
    expect(await moves()).toMatchObject([{ state: "failed", refusal: { message: "Not now." } }]);
    expect((await away("till-1"))?.waitsBecause).toBe("It could not go back, and is tried again after ten minutes.");
    refuses = null;
    await untilHolds(isAt("till-1", "a"), "the machine to be home");
    const [second, first] = (await moves()).toSorted((one, other) => other.startedAtMs - one.startedAtMs);
    expect((second?.startedAtMs ?? 0) - (first?.startedAtMs ?? 0)).toBeGreaterThanOrEqual(FAILBACK_RETRY_MS);
  });

  it("goes on after the console was away, and is done once", async () => {
    await held("at-once");
    const bringBack = await loseHostA();
    await each.world.restart();
    bringBack();
    await each.world.until(async () => (await moves()).length > 0, "its beginning");
    await each.world.restart();
    await untilHolds(isAt("till-1", "a"), "the machine to be home");
    expect(await moves()).toHaveLength(1);
  });

  it("leaves a machine where a person has put it since", async () => {
    await held("at-once");
    const { id: machineId } = await policies.machine("till-1");
    await desk().verbs.switchActive({ machineId, to: "b", taskKey: randomUUID() }, OPERATOR);
    await untilHolds(isAt("till-1", "b"), "the move");
    await each.world.pass(60_000, 1_000);
    expect(await moves()).toEqual([]);
    expect(await sideOf("till-1")).toBe("b");
  });

  it("leaves a machine where it was taken over, where its policy says so", async () => {
    await held("stay");
    const bringBack = await loseHostA();
    bringBack();
    await untilHolds(nothingIsAmiss, "the end of all alarms");
    expect(await isAt("till-1", "b")()).toBe(true);
    await each.world.pass(60_000, 2_500);
    expect([await moves(), await sideOf("till-1"), await away("till-1")]).toEqual([[], "b", null]);
  });

  it("brings a machine back to where it was when its policy began to say so, not to a home of before", async () => {
    const policyId = await held("at-once");
    const bringBack = await loseHostA();
    await policies.edit(policyId, { failback: "stay" });
    await policies.publish(policyId, null);
    bringBack();
    await untilHolds(nothingIsAmiss, "the end of all alarms");
    await policies.edit(policyId, { failback: "at-once" });
    await policies.publish(policyId, null);
    await each.world.pass(60_000, 2_500);
    expect([await moves(), await sideOf("till-1"), await away("till-1")]).toEqual([[], "b", null]);
  });

  it("moves nothing onto a host that is worked on, and brings machines home when it is done", async () => {
    await held("at-once");
    const { pair } = await policies.machine("till-1");
    const host = async () => (await desk().queries.pair(pair.id)).hosts.a;
    const hostId = (await host()).id;
    await desk().verbs.enterMaintenance({ hostId, taskKey: randomUUID() }, OPERATOR);
    await untilHolds(async () => (await host()).state === "Maintenance", "the maintenance");
    await each.world.pass(60_000, 1_000);
    expect(await moves()).toEqual([]);
    await desk().verbs.leaveMaintenance({ hostId, taskKey: randomUUID() }, OPERATOR);
    await untilHolds(isAt("till-1", "a"), "the machine to be home");
  });
});
