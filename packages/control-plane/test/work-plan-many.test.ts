import { randomUUID } from "node:crypto";
import type { Fleet } from "@v-available/orchestrator-simulator/fleet";
import { expect, it } from "vitest";
import { fleetOfTills } from "./rollout-world";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

/** Two pairs at one site and one at another, each with machines at High Availability. */
function threePairs(): Fleet {
  const { sites, pairs, machines } = fleetOfTills();
  const [one] = pairs;
  const [till] = machines;
  if (!one || !till) throw new Error("the fleet of tills has pairs and machines");
  const west = { ref: "site-west", name: "West", region: "Test", role: "primary" } as const;
  const three = {
    ...{ ...one, ref: "pair-three", name: "three", hostNames: { a: "three-a", b: "three-b" } },
    siteRef: { a: west.ref, b: west.ref },
  };
  return {
    sites: [...sites, west],
    pairs: [...pairs, three],
    machines: [...machines, { ...till, name: "till-7", pairRef: three.ref }],
  };
}
const each = worldOfEachTest(10_000, { fleet: threePairs() });
const desk = () => each.world.desk;

/** All hosts of the fleet in this order, two away at once. */
async function planned(names: readonly string[]): Promise<string> {
  const { hosts } = await desk().queries.workHosts({ text: "", side: null, limit: 50 });
  const hostIds = names.map((name) => hosts.find(({ host }) => host.name === name)?.host.id ?? name);
  const input = { name: "firmware", reason: "a new version", hostIds, workMinutes: 30, atOnce: 2 };
  return (await desk().verbs.createPlan({ ...input, startsAtMs: null, window: null, key: randomUUID() }, OPERATOR))
    .planId;
}
const statesOf = async (planId: string): Promise<Record<string, string>> =>
  Object.fromEntries((await desk().queries.plan(planId)).steps.map(({ host, state }) => [host.name, state]));
const until = (planId: string, expected: Record<string, string>) =>
  each.world.until(
    async () => {
      const states = await statesOf(planId);
      return Object.entries(expected).every(([name, state]) => states[name] === state);
    },
    `${JSON.stringify(expected)} of the plan`,
    900_000,
  );
const report = async (planId: string, name: string) => {
  const { steps } = await desk().queries.plan(planId);
  const hostId = steps.find(({ host }) => host.name === name)?.host.id ?? "";
  await desk().verbs.reportWork({ planId, hostId }, OPERATOR);
};

it("takes two hosts at once where they are of two sites, and never two of a site or of a pair", async () => {
  const names = ["one-a", "two-a", "one-b", "three-a", "three-b"];
  const planId = await planned(names);
  const siteOf = (name: string) => (name.startsWith("three") ? "West" : "North");
  const away: string[] = [];
  for (const _ of names) {
    // As many as may be are away before somebody reports the next.
    await each.world.until(
      async () => {
        const states = Object.entries(await statesOf(planId));
        const busy = states.filter(([, state]) => !["waiting", "done"].includes(state)).map(([name]) => name);
        expect(new Set(busy.map(siteOf)).size, busy.join()).toBe(busy.length);
        expect(busy.length).toBeLessThanOrEqual(2);
        away.push(busy.toSorted().join("+"));
        const left = new Set(states.filter(([, state]) => state !== "done").map(([name]) => siteOf(name)));
        return states.filter(([, state]) => state === "ready").length === left.size;
      },
      "a host at each site that is not done",
      900_000,
    );
    const ready = names.find((name) => away.at(-1)?.split("+").includes(name)) ?? "";
    await report(planId, ready);
  }
  await each.world.until(async () => (await desk().queries.plan(planId)).state === "done", "the end", 900_000);
  expect(new Set(away), "they were worked on beside each other").toContain("one-a+three-a");
  expect(new Set(Object.values(await statesOf(planId)))).toEqual(new Set(["done"]));
});

it("is stopped everywhere by a surprise at one pair, and what is away may come back", async () => {
  const planId = await planned(["one-a", "three-a", "two-a", "three-b"]);
  await until(planId, { "one-a": "ready", "three-a": "ready", "two-a": "waiting", "three-b": "waiting" });
  const offer = each.world.simulator.lab.catalogue().find(({ kind }) => kind === "disk-failed");
  // Of a pair none of whose hosts is away: the others know of it all the same.
  const subjectRef = offer?.subjects.find(({ label }) => label.includes("two-b"))?.ref ?? "";
  each.world.simulator.lab.inject({ kind: "disk-failed", subjectRef });
  await each.world.until(async () => (await desk().queries.plan(planId)).state === "paused", "the stop", 600_000);
  expect((await desk().queries.plan(planId)).pausedBecause).toContain("disk-failed");
  for (const name of ["one-a", "three-a"]) await report(planId, name);
  await until(planId, { "one-a": "done", "three-a": "done" });
  await each.world.pass(120_000, 1_000);
  expect(await statesOf(planId), "none is begun while it is stopped").toMatchObject({
    "two-a": "waiting",
    "three-b": "waiting",
  });
});
