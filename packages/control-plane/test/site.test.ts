import { incident } from "@v-available/db/schema/incident";
import { SITE_A, TWO_SITE_STAGE } from "@v-available/orchestrator-simulator/run/two-site-stage";
import { expect, it } from "vitest";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(3_000, { fleet: TWO_SITE_STAGE, timing: { batchMs: 50, measureMs: 1_000 } });

const incidents = async () => {
  const rows = await each.world.db.read((db) => db.select().from(incident));
  return Promise.all(rows.map(({ id }) => each.world.desk.queries.incident(id)));
};
const alarms = () => each.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const incidentEnds = () =>
  each.world.until(async () => (await incidents())[0]?.restoredAtMs !== null, "the end of the incident", 200_000);
/** Beyond the longest hold-off; in long steps the watch is late, so the last moment is waited for. */
const everythingClears = async () => {
  await each.world.pass(640_000, 30_000);
  await each.world.until(async () => (await alarms()).length === 0, "the end of every alarm", 60_000);
};
const lose = (kind: "site-power" | "site-isolated", subjectRef: string = SITE_A) =>
  each.world.simulator.lab.inject({ kind, subjectRef })?.id ?? "";

it("makes one incident of a site's loss for all machines of all its pairs, asks for one thing, and ends it once", async () => {
  const fault = lose("site-power");
  await each.world.pass(30_000, 500);
  const [running, ...others] = await incidents();
  expect(others).toEqual([]);
  expect(running).toMatchObject({
    title: "Site A lost its power: 3 hosts of 2 pairs",
    kind: "site-power",
    severity: "critical",
    site: { name: "Site A" },
    pair: null,
    restoredAtMs: null,
  });
  expect(running?.machines.map(({ name, state }) => [name, state]).sort()).toEqual([
    ["ft", "Unprotected"],
    ["ha", "Down"],
    ["ra", "Unprotected"],
  ]);
  const [detected] = running?.phases ?? [];
  expect(detected?.sentences.slice(0, 3)).toEqual([
    "Site A lost its power: 3 hosts of 2 pairs.",
    "1 pair has its other host elsewhere, which decides with its witness.",
    "1 pair has both hosts there: down until the power is back.",
  ]);
  expect((await alarms()).filter(({ needsPerson }) => needsPerson)).toMatchObject([
    { kind: "site-power", wanted: "Restore the power of Site A.", site: { name: "Site A" }, machineCount: 3 },
  ]);
  const explained = (await alarms()).filter(({ kind }) => kind !== "site-power");
  expect(explained.length).toBeGreaterThan(0);
  for (const { effect } of explained) expect(effect).toMatch(/ The cause is Site A\.$/);
  expect(new Set((await alarms()).map(({ incidentId }) => incidentId))).toEqual(new Set([running?.id]));

  await each.world.restart();
  each.world.simulator.lab.clear(fault);
  await incidentEnds();
  await everythingClears();
  expect(await incidents()).toHaveLength(1);
});

it("says of a silent site only what can be known, and what it was once it is heard again", async () => {
  const fault = lose("site-isolated");
  await each.world.pass(30_000, 1_000);
  expect(await incidents()).toMatchObject([
    {
      title: "Site A does not answer, neither hosts nor meter: 3 hosts of 2 pairs",
      kind: "site-isolated",
    },
  ]);
  const ha = (await each.world.desk.queries.machineList()).find(({ name }) => name === "ha");
  expect(ha?.headline.state).toBe("Unknown");
  each.world.simulator.lab.clear(fault);
  await incidentEnds();
  expect(await incidents()).toHaveLength(1);
});

it("takes a lost witness of many pairs for the loss of its site", async () => {
  const fault = lose("site-power", "site-witness");
  await each.world.pass(30_000, 1_000);
  expect(await incidents()).toMatchObject([{ title: "Witness lost its power: the witness of 2 pairs" }]);
  each.world.simulator.lab.clear(fault);
  await incidentEnds();
});
