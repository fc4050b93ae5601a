import { fault } from "@v-available/db/schema/fault";
import { incident } from "@v-available/db/schema/incident";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import { COPIED_STAGE } from "@v-available/orchestrator-simulator/run/two-site-stage";
import { isNull } from "drizzle-orm";
import { expect, it } from "vitest";
import { openInRecord, problemsOfRecord } from "./record-check";
import { worldOfEachTest } from "./world-of-each-test";

const each = worldOfEachTest(12_000, {
  fleet: COPIED_STAGE,
  // Long enough that it has to be said before they are back.
  settings: { ...SETTINGS_OF_PACE.brisk, hostBootMs: 40_000 },
  timing: { batchMs: 50, measureMs: 1_000 },
});

const HOSTS = ["host-a", "host-b"];
const lose = (kind: "host-power-loss" | "host-crash" | "agent-crash", hostRefs = HOSTS) => {
  const ids = hostRefs.map((subjectRef) => each.world.simulator.lab.inject({ kind, subjectRef })?.id ?? "");
  return () => {
    for (const id of ids) each.world.simulator.lab.clear(id);
  };
};
const alarms = () => each.world.desk.queries.alarmList({ limit: 100, includeCleared: false });
const hostAlarms = async () => (await alarms()).filter(({ kind }) => kind.startsWith("host-"));
const incidents = () => each.world.db.read((db) => db.select().from(incident));
const openFaults = () => each.world.db.read((db) => db.select().from(fault).where(isNull(fault.closedAtMs)));
const everythingEnds = async () => {
  await each.world.until(async () => (await openFaults()).length === 0, "the end of all faults", 200_000);
  await each.world.until(async () => (await alarms()).length === 0, "the end of all alarms", 200_000);
  expect(await openInRecord(each.database)).toEqual([]);
  expect(await problemsOfRecord(each.world, each.database)).toEqual([]);
};

it("asks for both hosts of a pair that are lost at once, and proposes the recovery copy", async () => {
  const giveBack = lose("host-power-loss");
  await each.world.pass(8_000, 500);
  expect(await alarms(), "an agent that crashed is back by then").toEqual([]);
  await each.world.pass(6_000, 500);
  expect(await hostAlarms()).toMatchObject(
    ["a", "b"].map((name) => ({
      kind: "host-power-loss",
      severity: "critical",
      needsPerson: true,
      wanted: `Bring ${name} back.`,
      effect: `${name} is lost: neither its partner nor the console hears it.`,
    })),
  );
  const [running, ...others] = await incidents();
  expect(others).toEqual([]);
  expect(running).toMatchObject({
    title: "Both hosts of lab are lost: nobody hears a and b",
    kind: "host-power-loss",
    severity: "critical",
  });
  expect(running?.phases[0]?.sentences.slice(1)).toEqual([
    "Either they have no power or crashed, or every way to them is cut: then machines may run there, and nobody elsewhere can tell.",
    "Far away has a recovery copy of dr: where both hosts are off for certain, a person may declare Disaster Recovery.",
  ]);
  const machines = await each.world.desk.queries.machineList();
  const headline = (name: string) => machines.find((machine) => machine.name === name)?.headline;
  expect(headline("ft")).toMatchObject({
    state: "Unknown",
    reason: expect.stringMatching(/; neither a nor b answers anybody: they are off, or out of reach\.$/),
  });
  expect(headline("dr")?.reason).toContain("Far away has a recovery copy: a person may declare Disaster Recovery");
  expect(headline("ha")?.state, "the other pair").toBe("Protected");

  await each.world.restart();
  await each.world.pass(14_000, 500);
  expect(await hostAlarms(), "said once").toHaveLength(2);
  expect(await incidents()).toHaveLength(1);
  giveBack();
  await everythingEnds();
  expect(await incidents()).toHaveLength(1);
});

it("says nothing where agents alone crashed, and what it sees where both hosts boot again", async () => {
  lose("agent-crash");
  await each.world.pass(20_000, 500);
  expect(await incidents().then((rows) => rows.map(({ kind }) => kind))).not.toContain("host-power-loss");
  lose("host-crash");
  await each.world.until(async () => (await hostAlarms()).length > 0, "a word of the two hosts", 60_000);
  expect((await hostAlarms()).map(({ effect }) => effect)).toEqual(
    ["a", "b"].map((name) => `${name} starts again, and nobody was there to see why it went down.`),
  );
  expect((await incidents()).map(({ title }) => title)).toContain("Both hosts of lab went down: a and b start again");
  await everythingEnds();
});
