import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { previewBulkInput } from "../src/vm/bulk-input";
import { actorOf, OPERATOR, VIEWER } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const queries = () => on.world.desk.queries;
const preview = (action: object, of: object, actor = OPERATOR) =>
  queries().previewBulk(previewBulkInput.parse({ action, of }), actor);
const rowsOf = async (...asked: Parameters<typeof preview>) =>
  Object.fromEntries((await preview(...asked)).rows.map((row) => [row.name, row]));

it("says of each machine what its own page says: the same goes, and the rest for the same reason", async () => {
  const all = await queries().machineList();
  const actions = await Promise.all(
    all.map(async ({ id, name }) => [name, (await queries().machine(id)).actions] as const),
  );
  for (const [kind, action] of [
    ["start", "start"],
    ["stop", "stop"],
    ["move", "switch-active"],
  ] as const) {
    const answer = await preview({ kind }, { filter: "" });
    expect(answer.goes + answer.refused).toBe(all.length);
    for (const [name, views] of actions) {
      const row = answer.rows.find((one) => one.name === name);
      const because = views.find((view) => view.action === action)?.disabledBecause ?? null;
      expect(row?.refusedBecause, `${kind} ${name}`).toBe(because);
      expect(row?.ask === null, `${kind} ${name}`).toBe(because !== null);
    }
  }
});

it("names the reasons with how many machines they keep, and those that go come first", async () => {
  const { rows, refused, reasons } = await preview({ kind: "start" }, { filter: "" });
  expect(reasons).toContainEqual({ because: "It runs already.", machines: refused });
  const { rows: stopped, goes } = await preview({ kind: "stop" }, { filter: "" });
  expect(stopped.slice(0, goes).every(({ ask }) => ask?.verb === "stop")).toBe(true);
  expect(rows.map(({ before, after }) => `${before} ${after}`)).toContain("on on");
});

it("asks what was previewed, by the verb of that name, and nothing of it is refused", async () => {
  const { "ha-app": row } = await rowsOf({ kind: "protect", stop: "fault-tolerance" }, { filter: "ha-app" });
  expect(row).toMatchObject({ before: "High Availability", after: "Fault Tolerance", refusedBecause: null });
  if (row?.ask?.verb !== "protect") return expect.fail("it was refused");
  const task = await on.world.desk.verbs.protectMachine(
    { machineId: row.machineId, protection: row.ask.protection, taskKey: randomUUID() },
    OPERATOR,
  );
  const found = await queries().taskList({ running: false, limit: 1, taskKeys: [task.taskKey, randomUUID()] });
  expect(found.map(({ id }) => id)).toEqual([task.id]);
});

it("counts those that go before it when a machine is admitted", async () => {
  const together = await preview({ kind: "protect", stop: "fault-tolerance" }, { filter: "level:none,ha" });
  const alone = await Promise.all(
    together.rows.map(async ({ machineId }) =>
      preview({ kind: "protect", stop: "fault-tolerance" }, { machineIds: [machineId] }),
    ),
  );
  expect(together.goes).toBeLessThanOrEqual(alone.reduce((sum, { goes }) => sum + goes, 0));
  for (const { ask, refusedBecause } of together.rows) expect(ask === null).toBe(refusedBecause !== null);
});

it("says who may, where somebody may not: by role, and by site", async () => {
  const viewer = await preview({ kind: "stop" }, { filter: "" }, VIEWER);
  expect(viewer.goes).toBe(0);
  expect(viewer.reasons[0]?.because).toBe(
    "Vic is viewer and may not start, stop or move machines. Ask somebody who is operator.",
  );
  const elsewhere = await preview({ kind: "stop" }, { filter: "" }, actorOf("Eve", "operator", [randomUUID()]));
  expect(elsewhere.goes).toBe(0);
  expect(elsewhere.reasons[0]?.because).toMatch(/^Eve may not change anything at /);
});

it("gives labels to those that have them not, and keeps those that they have", async () => {
  const [machine] = await queries().machineList();
  const machineId = machine?.id ?? "";
  await on.world.desk.verbs.labelMachine({ machineId, labels: ["till", "core"] }, OPERATOR);
  const { rows } = await preview(
    { kind: "label", add: ["core", "shop"], remove: ["till"] },
    { machineIds: [machineId] },
  );
  expect(rows[0]?.ask).toEqual({ verb: "label", labels: ["core", "shop"] });
  const same = await preview({ kind: "label", add: ["core"], remove: [] }, { machineIds: [machineId] });
  expect(same.reasons).toEqual([{ because: "It has these labels already.", machines: 1 }]);
});

it("refuses a policy that is not in force, and a query that means nothing", async () => {
  await expect(preview({ kind: "assign", policyId: randomUUID() }, { filter: "" })).rejects.toMatchObject({
    detail: { code: "not-found" },
  });
  await expect(preview({ kind: "stop" }, { filter: "state:brokn" })).rejects.toMatchObject({
    detail: { code: "invalid", field: "filter.state" },
  });
});
