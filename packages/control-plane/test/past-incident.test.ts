import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { OPERATOR } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const handled = async () => (await on.world.desk.queries.overview()).handledToday;
const isOver = async () => {
  const rows = await handled();
  return rows.length > 0 && rows.every(({ running }) => !running);
};

it("draws the copy as missing that was missing then, whoever is active by now", async () => {
  const { lab } = on.world.simulator;
  const fault = lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
  await on.world.pass(30_000);
  if (fault) lab.clear(fault.id);
  await on.world.until(isOver, "the end of the incident");
  const incident = async () => on.world.desk.queries.incident((await handled())[0]?.incidentId ?? "");
  const before = await incident();
  const [machine] = before.machines.filter(({ oneCopySinceMs }) => oneCopySinceMs !== null);
  expect(machine?.activeSide, "A was lost").toBe("b");
  await on.world.desk.verbs.switchActive({ machineId: machine?.id ?? "", to: "a", taskKey: randomUUID() }, OPERATOR);
  const rows = () => on.world.desk.queries.machineList();
  await on.world.until(
    async () => (await rows()).find(({ id }) => id === machine?.id)?.activeSide === "a",
    "the switch back",
    60_000,
  );
  const after = (await incident()).machines.find(({ id }) => id === machine?.id);
  expect(after).toMatchObject({ activeSide: "b", oneCopySinceMs: machine?.oneCopySinceMs });
});

it("names no time for what was found only when it was over", async () => {
  on.world.simulator.lab.inject({ kind: "agent-crash", subjectRef: "host-one-b" });
  const crash = async () => (await handled()).find(({ title }) => title.startsWith("The agent of one-b ended"));
  await on.world.until(async () => (await crash()) !== undefined, "the word of the agent that is back");
  expect(await crash()).toMatchObject({ running: false, outcome: "over when it was found" });
});
