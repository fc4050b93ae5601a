import { incident } from "@v-available/db/schema/incident";
import { expect, it } from "vitest";
import { problemsOfRecord } from "./record-check";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const alarmsOf = async (kind: string) =>
  (await on.world.desk.queries.alarmList({ limit: 100, includeCleared: false })).filter((row) => row.kind === kind);
const stateOf = async (name: string) =>
  (await on.world.desk.queries.machineList()).find((machine) => machine.name === name)?.headline.state;

it("a console that is cut off while a host fails does nothing, and has the whole record afterwards", async () => {
  const { lab, sim } = on.world.simulator;
  const cut = lab.inject({ kind: "orchestrator-unreachable", subjectRef: "orchestrator" });
  await on.world.until(async () => (await alarmsOf("orchestrator-unreachable")).length > 0, "the alarm", 20_000);
  const plug = lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  await on.world.pass(60_000, 1_000);
  expect(Object.values(sim.world.vms).find(({ name }) => name === "ha-app")?.instances.b?.state).toBe("Running");
  expect(await stateOf("ha-app"), "what it knew is too old to be true").toBe("Unknown");
  expect(await alarmsOf("orchestrator-unreachable")).toMatchObject([{ severity: "minor", needsPerson: false }]);
  expect(await alarmsOf("host-power-loss"), "it has not heard of it").toEqual([]);
  const verb = on.world.simulator.execute({ kind: "host.enter-maintenance", hostRef: "host-one-b" }, "in vain");
  await expect(verb).rejects.toMatchObject({ detail: { code: "unreachable" } });

  lab.clear(cut?.id ?? "");
  await on.world.until(async () => (await stateOf("ha-app")) !== "Unknown", "the truth", 30_000);
  expect(await stateOf("ha-app")).toBe("Unprotected");
  expect(await alarmsOf("orchestrator-unreachable")).toEqual([]);
  expect(await alarmsOf("host-power-loss")).toHaveLength(1);
  lab.clear(plug?.id ?? "");
  await on.world.until(async () => (await stateOf("ha-app")) === "Protected", "its protection", 60_000);
  expect(await problemsOfRecord(on.world, on.database)).toEqual([]);
  const rows = await on.database.read((db) => db.select().from(incident));
  expect(rows.map(({ kind }) => kind)).toEqual(["host-power-loss"]);
});
