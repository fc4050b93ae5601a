import { apiKey } from "@v-available/db/schema/api-key";
import { beforeEach, expect, it } from "vitest";
import { openAccess } from "../src/person/access";
import { createKeyInput, fieldsOf } from "../src/person/input";
import type { Present } from "../src/person/session";
import { ending, FROM, log, open, personWorldOfEachTest, SECRETS } from "./person-world";

const DAY_MS = 24 * 3_600_000;
const world = personWorldOfEachTest();
let ada: Present;
beforeEach(async () => {
  ada = await world.present(await world.makeAda());
});
const wanted = { currentPassword: null, name: "backup", role: "operator", sites: "all", days: 30 } as const;

it("makes a key that acts as its person within its role, is told once and kept as a hash", async () => {
  const { key, name } = await world.access.createKey({ ...wanted, sites: ["site-1"] }, ada);
  expect(name).toBe("backup");
  expect(await world.access.findKey(key)).toMatchObject({
    personId: ada.personId,
    name: "Ada, key backup",
    role: "operator",
    sites: ["site-1"],
    expiresAtMs: world.clock.nowMs() + 30 * DAY_MS,
  });
  expect(await world.access.find(key), "it is no session").toBeNull();
  expect(JSON.stringify(await world.db.read((tx) => tx.select().from(apiKey)))).not.toContain(key);
  expect((await world.access.account(ada)).keys).toMatchObject([
    { name: "backup", role: "operator", sites: ["site-1"], lastUsedAtMs: world.clock.nowMs() },
  ]);
  expect((await world.sentences())[0]).toBe("Ada made the key backup, as operator, for 30 days.");
  await expect(world.access.createKey(wanted, ada)).rejects.toMatchObject({ code: "conflict" });
  world.pass(30 * DAY_MS);
  expect(await world.access.findKey(key), "over").toBeNull();
});

it("gives a key no more than its person has, when it is made and afterwards", async () => {
  const token = await world.access.invite({ role: "administrator", sites: ["site-1", "site-2"] }, ada);
  const session = await world.access.accept({ token, name: "Ben", password: "Ben's password" }, FROM);
  const ben = await world.present(session);
  const make = (more: object) => world.access.createKey({ ...wanted, ...more }, ben);
  await expect(make({ role: "owner" })).rejects.toMatchObject({ code: "forbidden", detail: { field: "role" } });
  await expect(make({ sites: ["site-3"] })).rejects.toMatchObject({ code: "forbidden", detail: { field: "site" } });
  const { key } = await make({ role: "administrator" });
  expect(await world.access.findKey(key)).toMatchObject({ role: "administrator", sites: ["site-1", "site-2"] });
  const stream = world.access.whileKeyHolds(key, open());
  const change = { personId: ben.personId, sites: ["site-2"], disabled: false } as const;
  await world.access.changePerson({ ...change, role: "viewer" }, ada);
  await ending(stream);
  expect(await world.access.findKey(key)).toMatchObject({ role: "viewer", sites: ["site-2"] });
  await world.access.changePerson({ ...change, role: "viewer", disabled: true }, ada);
  expect(await world.access.findKey(key)).toBeNull();
});

it("revokes one's own, and an owner anybody's, at every console at once", async () => {
  const other = await openAccess({ db: world.db, clock: world.clock, log }, false, SECRETS);
  const ben = await world.present(await world.invited("Ben", "operator"));
  const bens = await world.access.createKey({ ...wanted, role: "viewer" }, ben);
  const own = await world.access.createKey(wanted, ada);
  const [keyId, bensId] = [
    (await world.access.account(ada)).keys[0]?.id ?? "",
    (await world.access.account(ben)).keys[0]?.id ?? "",
  ];
  await expect(
    world.access.revokeOwnKey({ keyId, currentPassword: null }, ben),
    "it is not Ben's",
  ).rejects.toMatchObject({ code: "not-found" });
  await expect(world.access.revokeKeyOf({ keyId, personId: ada.personId }, ben)).rejects.toMatchObject({
    code: "forbidden",
  });
  const streams = [own, bens].map(({ key }) => other.whileKeyHolds(key, open()));
  await world.access.revokeOwnKey({ keyId, currentPassword: null }, ada);
  await world.access.revokeKeyOf({ keyId: bensId, personId: ben.personId }, ada);
  await Promise.all(streams.map(ending));
  for (const { key } of [own, bens]) expect(await other.findKey(key)).toBeNull();
  expect((await world.sentences()).slice(0, 2)).toEqual([
    "Ada revoked the key backup of Ben.",
    "Ada revoked the key backup.",
  ]);
  await other.stop();
});

it.each([
  [{ days: "366" }, "days", "A key holds for at most 365 days."],
  [{ days: "0" }, "days", "A key holds for at least 1 day."],
  [{ days: "1.5" }, "days", "A key holds for whole days."],
  [{ name: " " }, "name", "A name has at least one character."],
])("refuses %o with the field and the limit", (wrong, field, message) => {
  const input = { currentPassword: "", name: "backup", role: "viewer", sites: [], days: "30", ...wrong };
  expect(() => fieldsOf(createKeyInput, input)).toThrow(
    expect.objectContaining({ detail: { code: "invalid", message, field } }),
  );
});
