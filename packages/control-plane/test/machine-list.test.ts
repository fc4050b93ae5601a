import { expect, it } from "vitest";
import { readRows } from "../src/query/fleet-rows";
import { keptPictures, type Picture, takePicture } from "../src/query/picture";
import { findMachinesInput, machineValuesInput } from "../src/vm/input";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const find = (input: object) => on.world.desk.queries.machineFind(findMachinesInput.parse(input));
const namesOf = async (input: object) => (await find(input)).rows.map(({ name }) => name);
const revision = async () => (await on.database.read((db) => readRows(db))).revision;
const shown = ({ pairs, revision, sites, openAlarms }: Picture) => ({ pairs, revision, sites, openAlarms });

it("a picture that takes over what has not changed shows what a new one shows, while a host fails and comes back", async () => {
  const take = keptPictures();
  const { lab } = on.world.simulator;
  const states = new Set<string>();
  const compare = async () => {
    const nowMs = on.world.clock.nowMs();
    const [kept, anew] = await on.database.read(async (db) => [await take(db, nowMs), await takePicture(db, nowMs)]);
    for (const { vms } of kept.pairs) for (const { protection } of vms) states.add(protection.state);
    const byRef = (picture: Picture) =>
      shown({
        ...picture,
        pairs: picture.pairs.map((pair) => ({
          ...pair,
          links: [...pair.links].sort(byId),
          openAlarms: [...pair.openAlarms].sort(byId),
        })),
        openAlarms: [...picture.openAlarms].sort(byId),
      });
    expect(withoutOrder(byRef(kept))).toEqual(withoutOrder(byRef(anew)));
  };
  for (let step = 0; step < 4; step++) {
    await compare();
    await on.world.pass(500);
  }
  const plug = lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  for (let step = 0; step < 25; step++) {
    await on.world.pass(1_000);
    await compare();
  }
  lab.clear(plug?.id ?? "");
  for (let step = 0; step < 25; step++) {
    await on.world.pass(1_000);
    await compare();
  }
  const cut = lab.inject({ kind: "orchestrator-unreachable", subjectRef: "orchestrator" });
  await on.world.pass(8_000);
  await compare();
  lab.clear(cut?.id ?? "");
  await on.world.pass(8_000);
  await compare();
  expect([...states]).toEqual(expect.arrayContaining(["Protected", "Unprotected", "Down", "Unknown"]));
});

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
const withoutOrder = (picture: ReturnType<typeof shown>) => ({
  ...picture,
  pairs: picture.pairs.map(({ facts: { links: _links, ...facts }, ...pair }) => ({ ...pair, facts })),
});

it("machines are found by what may be believed now, and a state that is too old is Unknown", async () => {
  const all = await find({});
  expect(all.rows.map(({ id }) => id).toSorted()).toEqual(
    (await on.world.desk.queries.machineList()).map(({ id }) => id).toSorted(),
  );
  expect(all.fleet.counts.total).toBe(all.total);
  expect(await namesOf({ filter: "level:ha" })).toContain("ha-app");
  expect((await find({ filter: "-level:ha" })).total + (await find({ filter: "level:ha" })).total).toBe(all.total);
  expect(await namesOf({ filter: "state:unknown" })).toEqual([]);

  on.world.simulator.lab.inject({ kind: "orchestrator-unreachable", subjectRef: "orchestrator" });
  await on.world.pass(10_000, 1_000);
  expect(await namesOf({ filter: "state:protected" })).toEqual([]);
  expect(await namesOf({ filter: "state:unknown" })).toEqual(all.rows.map(({ name }) => name));
  expect((await find({})).fleet.counts.unknown).toBe(all.total);
});

it("pages by cursor have each machine once, in each order, also when some change places meanwhile", async () => {
  const { total } = await find({});
  for (const column of ["name", "state", "memory", "host", "cpu"] as const)
    for (const descending of [false, true]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof find>> = await find({ sort: { column, descending }, limit: 1, after });
        seen.push(...page.rows.map(({ id }) => id));
        after = page.nextCursor;
      } while (after !== null);
      expect(new Set(seen).size).toBe(total);
      expect(seen).toHaveLength(total);
      const whole = await find({ sort: { column, descending } });
      expect(seen).toEqual(whole.rows.map(({ id }) => id));
    }
  const first = await find({ limit: 1 });
  const gone = first.rows[0];
  await on.world.desk.verbs.stopMachine(
    { machineId: gone?.id ?? "", taskKey: "00000000-0000-7000-8000-000000000001" },
    OPERATOR,
  );
  await on.world.until(async () => (await find({ filter: "power:off" })).total === 1, "its end");
  const rest = await namesOf({ filter: "power:on", after: first.nextCursor });
  expect(rest).toHaveLength(total - 1);
  expect(rest).not.toContain(gone?.name);
});

it("an answer is as new as it was asked to be", async () => {
  await find({});
  on.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  await on.world.until(
    async () => (await find({ since: await revision() })).rows.some(({ headline }) => headline.state !== "Protected"),
    "its trouble",
    20_000,
  );
});

it("refuses a filter that means nothing, and a cursor of another order", async () => {
  await expect(find({ filter: "state:degrded" })).rejects.toMatchObject({
    detail: { code: "invalid", field: "filter.state", value: "degrded", limit: expect.stringContaining("degraded") },
  });
  const { nextCursor } = await find({ limit: 1 });
  await expect(find({ sort: { column: "cpu", descending: false }, after: nextCursor })).rejects.toMatchObject({
    detail: { code: "invalid", field: "after" },
  });
  await expect(find({ after: "nonsense" })).rejects.toMatchObject({ detail: { field: "after" } });
});

it("rows stand where they stood for as long as one reads, and the answer says that they would stand otherwise now", async () => {
  const sort = { column: "state", descending: false } as const;
  const first = await find({ sort });
  expect(first.order.isOfNow).toBe(true);
  const { held } = first.order;
  on.world.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  await on.world.until(
    async () => !(await find({ sort, held, since: await revision() })).order.isOfNow,
    "another order",
    20_000,
  );
  const later = await find({ sort, held, since: await revision() });
  expect(later.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
  expect(later.order).toEqual({ held, atMs: first.order.atMs, isOfNow: false });
  expect(later.rows.map(({ headline }) => headline.state)).not.toEqual(
    first.rows.map(({ headline }) => headline.state),
  );
  const begun = await find({ sort });
  expect(begun.order.held).not.toBe(held);
  expect(begun.rows.map(({ id }) => id)).not.toEqual(first.rows.map(({ id }) => id));
});

it("begins a new order where the one that is asked for is not kept, or is another question's", async () => {
  const { order } = await find({});
  expect((await find({ held: order.held })).order.held).toBe(order.held);
  for (const other of [{ held: "gone" }, { held: order.held, filter: "level:ha" }]) {
    const anew = await find(other);
    expect(anew.order.held).not.toBe(other.held);
    expect(anew.order.isOfNow).toBe(true);
  }
});

it("names the values that machines have, the most frequent first, as they are typed", async () => {
  const values = async (field: string, begins = "") =>
    on.world.desk.queries.machineValues(machineValuesInput.parse({ field, begins }));
  const all = await find({});
  const pairs = await values("pair");
  expect(pairs.reduce((sum, { machines }) => sum + machines, 0)).toBe(all.total);
  for (const { value, machines } of [...pairs, ...(await values("site")).slice(0, 1)])
    expect(
      (await find({ filter: `${pairs.some((pair) => pair.value === value) ? "pair" : "site"}:"${value}"` })).total,
    ).toBe(machines);
  expect((await values("level", "h")).map(({ value }) => value)).toEqual(["ha"]);
  expect(await values("state", "unk")).toEqual([]);
  expect(await values("cpu")).toEqual([]);
});
