import { randomUUID } from "node:crypto";
import { Refusal } from "@v-available/domain/refusal";
import { demoFleet } from "@v-available/orchestrator-simulator/demo-fleet";
import { expect, it } from "vitest";
import { actorOf, OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const fleet = demoFleet();
const KEPT = new Set(["pair-nas", "pair-lit", "pair-peo"]);
const on = worldOfEachTest(6_000, {
  fleet: {
    ...fleet,
    pairs: fleet.pairs.filter(({ ref }) => KEPT.has(ref)),
    machines: fleet.machines.filter(({ pairRef }) => KEPT.has(pairRef)),
  },
});

const list = (actor = OPERATOR) => on.world.desk.queries.siteList(actor);
const named = async (name: string) => (await list()).sites.find((site) => site.name === name);
const change = async (name: string, to: object, actor = OPERATOR) =>
  on.world.desk.verbs.changeSite(
    { siteId: (await named(name))?.id ?? randomUUID(), name, location: null, position: null, ...to },
    actor,
  );
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );

it("lists each site with its pairs, hosts and witnesses, and what goes between two of them", async () => {
  const { sites, lines } = await list();
  expect(await named("Nashua")).toMatchObject({
    hostCount: 1,
    freeHostCount: 1,
    pairs: [{ name: "nas", spans: true }],
  });
  expect(await named("Concord")).toMatchObject({
    hostCount: 1,
    pairs: [{ name: "nas", spans: true }],
    position: { latitude: 43.21 },
  });
  expect(await named("Albany")).toMatchObject({ witnesses: ["witness-alb"], pairs: [], role: "witness" });
  expect(sites.every(({ position }) => position !== null)).toBe(true);
  const between = (one: string, two: string, kind: string) =>
    lines.find((line) => {
      const names = [line.from, line.to].map((id) => sites.find((site) => site.id === id)?.name);
      return line.kind === kind && names.includes(one) && names.includes(two);
    });
  expect(between("Nashua", "Concord", "pair")).toMatchObject({ state: "Up", pairNames: ["nas"] });
  expect(between("Littleton", "Racine", "recovery")).toMatchObject({ pairNames: ["lit"] });
  expect(between("Peoria", "Albany", "witness")?.rttMs).toBeGreaterThan(10);
  on.world.simulator.lab.inject({ kind: "availability-links", subjectRef: "pair-nas" });
  await on.world.until(
    async () => (await list()).lines.some(({ kind, state }) => kind === "pair" && state === "Down"),
    "that it is down",
  );
});

it("is called as people say, everywhere, also after the backend spoke of it again and the control plane began anew", async () => {
  await change("Peoria", { name: "Peoria Mills", location: "Hall 3", position: { latitude: 40.5, longitude: -89 } });
  on.world.simulator.lab.inject({ kind: "site-power", subjectRef: "site-peoria" });
  await on.world.until(async () => (await named("Peoria Mills"))?.contact === "without-power", "that it lost power");
  await on.world.restart();
  await on.world.pass(3_000, 1_000);
  expect(await named("Peoria Mills")).toMatchObject({
    ...{ observedName: "Peoria", location: "Hall 3", position: { latitude: 40.5, longitude: -89 } },
  });
  const peo = (await on.world.desk.queries.pairList()).find(({ name }) => name === "peo");
  expect(peo?.site.name).toBe("Peoria Mills");
  const { groups } = await on.world.desk.queries.find({ text: "mills" }, OPERATOR);
  expect(groups.flatMap(({ found }) => found.map(({ kind, name }) => `${kind} ${name}`))).toContain(
    "site Peoria Mills",
  );
  await change("Peoria Mills", { name: null });
  expect(await named("Peoria")).toMatchObject({ location: null, position: { latitude: 40.69, longitude: -89.59 } });
});

it("keeps a policy that is assigned by the name of a site", async () => {
  const { policies } = await on.world.desk.queries.policyList();
  const policyId = policies[0]?.id ?? "";
  const rule = { site: "Peoria", namePattern: null, label: null };
  await on.world.desk.verbs.assignPolicy({ policyId, by: { kind: "rule", rule } }, OPERATOR);
  const held = async () => (await on.world.desk.queries.policy(policyId)).machines;
  const before = await held();
  expect(before).toBe(5);
  await change("Peoria", { name: "Peoria Mills" });
  expect(await held()).toBe(before);
});

it("is refused a name that is taken, and to whoever may not", async () => {
  expect(await refusalOf(change("Peoria", { name: "littleton" }))).toMatchObject({ code: "conflict", field: "name" });
  expect(await refusalOf(change("nowhere", {}))).toMatchObject({ code: "not-found", field: "siteId" });
  expect(await refusalOf(change("Peoria", {}, actorOf("Olga", "operator")))).toMatchObject({ code: "forbidden" });
  const elsewhere = actorOf("Sven", "administrator", [randomUUID()]);
  expect(await refusalOf(change("Peoria", {}, elsewhere))).toMatchObject({ code: "forbidden" });
  expect((await list(elsewhere)).sites.every(({ forbiddenBecause }) => forbiddenBecause !== null)).toBe(true);
});
