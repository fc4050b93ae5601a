import { randomUUID } from "node:crypto";
import { VIEW_LIMIT } from "@v-available/domain/machine-view";
import type { Role } from "@v-available/domain/role";
import { expect, it } from "vitest";
import type { Actor } from "../src/desk";
import { actorOf } from "./world";
import { worldOfEachTest } from "./world-of-each-test";

const on = worldOfEachTest(10_000);

const person = (name: string, role: Role): Actor => ({ ...actorOf(name, role), personId: randomUUID() });
const VIEW = {
  shared: false,
  name: "Busy tills",
  filter: "level:ft cpu>80",
  sort: { column: "cpu", descending: true },
  columns: ["name", "cpu"],
} as const;
const save = (actor: Actor, more: object = {}) =>
  on.world.desk.verbs.saveView({ ...VIEW, columns: [...VIEW.columns], viewId: randomUUID(), ...more }, actor);
const namesOf = async (actor: Actor) =>
  (await on.world.desk.queries.viewList(actor)).views.map(({ name, shared }) => `${name}${shared ? " (shared)" : ""}`);

it("keeps a view for whoever saved it, also over a restart, and a shared one for everybody", async () => {
  const [vic, ada] = [person("Vic", "viewer"), person("Ada", "administrator")];
  const { viewId } = await save(vic);
  await save(ada, { shared: true, name: "All tills" });
  await on.world.restart();
  expect(await namesOf(vic)).toEqual(["All tills (shared)", "Busy tills"]);
  expect(await namesOf(ada)).toEqual(["All tills (shared)"]);
  const found = (await on.world.desk.queries.viewList(vic)).views.find(({ id }) => id === viewId);
  expect(found).toMatchObject({ ...VIEW, changedBy: "Vic" });
});

it("lets a viewer share nothing, and says who may", async () => {
  const vic = person("Vic", "viewer");
  await expect(save(vic, { shared: true })).rejects.toMatchObject({
    detail: { code: "forbidden", message: "Vic is viewer and may not change views that everybody sees." },
  });
  expect((await on.world.desk.queries.viewList(vic)).mayNotShareBecause).toMatch(
    /Ask somebody who is administrator\.$/,
  );
  expect((await on.world.desk.queries.viewList(person("Ada", "administrator"))).mayNotShareBecause).toBeNull();
});

it("renames and removes, and neither touches nor finds what is somebody else's", async () => {
  const [vic, eve] = [person("Vic", "viewer"), person("Eve", "viewer")];
  const { viewId } = await save(vic);
  const { verbs } = on.world.desk;
  const asEve = { viewId, shared: false };
  await expect(verbs.renameView({ ...asEve, name: "mine" }, eve)).rejects.toMatchObject({
    detail: { code: "not-found" },
  });
  await expect(verbs.removeView(asEve, eve)).rejects.toMatchObject({ detail: { code: "not-found" } });
  await expect(save(eve, { viewId })).rejects.toMatchObject({ detail: { code: "not-found" } });
  await verbs.renameView({ ...asEve, name: " Hot tills " }, vic);
  expect(await namesOf(vic)).toEqual(["Hot tills"]);
  await verbs.removeView(asEve, vic);
  expect(await namesOf(vic)).toEqual([]);
});

it.each([
  ["", "1 to 60 letters on one line"],
  ["   ", "1 to 60 letters on one line"],
  ["a\nb", "1 to 60 letters on one line"],
  ["x".repeat(61), "1 to 60 letters on one line"],
])("refuses the name %j with field, limit and remedy", async (name, limit) => {
  await expect(save(person("Vic", "viewer"), { name })).rejects.toMatchObject({
    detail: { code: "invalid", field: "name", value: name, limit, remedy: expect.any(String) },
  });
});

it("refuses a name twice however it is written, a query that means nothing, and more than the most", async () => {
  const vic = person("Vic", "viewer");
  const { viewId } = await save(vic);
  await expect(save(vic, { name: "busy TILLS" })).rejects.toMatchObject({
    detail: { code: "conflict", field: "name" },
  });
  // The same view again is that view.
  await save(vic, { viewId, name: "busy TILLS" });
  await expect(save(vic, { name: "x", filter: "state:brokn" })).rejects.toMatchObject({
    detail: { code: "invalid", field: "filter.state" },
  });
  for (let at = 1; at < VIEW_LIMIT.views; at++) await save(vic, { name: `view ${at}` });
  await expect(save(vic, { name: "one more" })).rejects.toMatchObject({
    detail: { code: "blocked", limit: "50 views", remedy: expect.any(String) },
  });
});
