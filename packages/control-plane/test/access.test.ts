import type { Database } from "@v-available/db/database";
import { event } from "@v-available/db/schema/event";
import { session } from "@v-available/db/schema/session";
import { desc } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { verifyEvents } from "../src/event/seal";
import { type Access, openAccess } from "../src/person/access";
import { TRIES } from "../src/person/tries";
import { SECRETS } from "./person-world";
import { VirtualClock } from "./virtual-clock";
import { OPERATOR, sharedDatabase, VIEWER } from "./world";

const FROM = { address: "192.0.2.7", agent: "a browser" };
const ADA = { name: "Ada", password: "correct horse battery" };
const log = { info() {}, warn() {}, error() {} };

let shared: Awaited<ReturnType<typeof sharedDatabase>>;
let db: Database;
let clock: VirtualClock;
let access: Access;
beforeAll(async () => {
  shared = await sharedDatabase("pglite");
});
afterAll(() => shared.dispose());
beforeEach(async () => {
  db = await shared.fresh();
  clock = new VirtualClock(1_780_000_000_000);
  access = await openAccess({ db, clock, log }, false, SECRETS);
  return () => access.stop();
});

const makeAda = async () => access.accept({ token: (await access.inviteFirstOwner()) as string, ...ADA }, FROM);
const sentences = async () =>
  (await db.read((tx) => tx.select().from(event).orderBy(desc(event.sequence)))).map(({ sentence }) => sentence);

it("makes one owner by the link that is printed, once, and none while there is one", async () => {
  const [first, second] = [await access.inviteFirstOwner(), await access.inviteFirstOwner()] as [string, string];
  expect(await access.invitation(first)).toEqual({ role: "owner" });
  const { token } = await access.accept({ token: first, ...ADA }, FROM);
  expect(await access.find(token)).toMatchObject({ name: "Ada", role: "owner", sites: "all" });
  for (const link of [first, second]) {
    expect(await access.invitation(link)).toBeNull();
    await expect(access.accept({ token: link, ...ADA, name: "Eve" }, FROM)).rejects.toMatchObject({
      code: "not-found",
    });
  }
  expect(await access.inviteFirstOwner()).toBeNull();
  expect(await sentences()).toEqual(["Ada became owner, by the link that the console printed, from 192.0.2.7."]);
});

it("keeps neither passwords nor tokens, and writes the way in and out on the record", async () => {
  await makeAda();
  const { token } = await access.signIn(ADA, FROM);
  const who = await access.find(token);
  if (!who) throw new Error("Ada is not signed in");
  await access.signOut({ ...who, from: FROM });
  expect(await access.find(token)).toBeNull();
  expect((await sentences()).slice(0, 2)).toEqual(["Ada signed out from 192.0.2.7.", "Ada signed in from 192.0.2.7."]);
  const rows = await db.read((tx) => tx.select().from(event).orderBy(event.sequence));
  expect(verifyEvents(rows).intact).toBe(true);
  const kept = JSON.stringify(await db.read(async (tx) => [await tx.select().from(session), rows]));
  expect(kept).not.toContain(token);
});

it("locks a name after wrong passwords in a row, for longer each time, and lets it in again afterwards", async () => {
  await makeAda();
  const guess = () => access.signIn({ ...ADA, password: "a wrong password" }, FROM);
  for (let tried = 1; tried < TRIES; tried++) await expect(guess()).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(guess()).rejects.toMatchObject({ code: "blocked" });
  await expect(access.signIn(ADA, FROM), "the right one too").rejects.toMatchObject({ code: "blocked" });
  expect((await sentences())[0]).toBe(
    "Nobody can sign in as Ada for 1 min: 5 wrong passwords in a row, the last from 192.0.2.7.",
  );
  clock.moveTo(clock.nowMs() + 61_000);
  await expect(guess()).rejects.toMatchObject({ code: "blocked" });
  clock.moveTo(clock.nowMs() + 61_000);
  await expect(access.signIn(ADA, FROM), "two minutes this time").rejects.toMatchObject({ code: "blocked" });
  clock.moveTo(clock.nowMs() + 60_000);
  expect(await access.signIn(ADA, FROM)).toMatchObject({ token: expect.any(String) });
});

it("says the same of a name that is not known as of a password that is wrong", async () => {
  await makeAda();
  const said = (input: typeof ADA) => access.signIn(input, FROM).catch((error: Error) => error.message);
  expect(await said({ name: "Nobody", password: ADA.password })).toBe(await said({ ...ADA, password: "wrong" }));
});

it("ends a stream with its session, at another console too, and when the session runs out", async () => {
  const other = await openAccess({ db, clock, log }, false, SECRETS);
  const ending = async (stream: AbortSignal) => {
    if (!stream.aborted) await new Promise((resolve) => stream.addEventListener("abort", resolve));
  };
  const { token } = await makeAda();
  const open = () => new AbortController().signal;
  const streams = [access.whileSignedIn(token, open()), other.whileSignedIn(token, open())];
  const kept = await access.signIn(ADA, FROM);
  const lasting = other.whileSignedIn(kept.token, open());
  const who = await other.find(token);
  if (!who) throw new Error("Ada is not signed in at the other console");
  await other.signOut({ ...who, from: FROM });
  await Promise.all(streams.map(ending));
  expect(await access.find(token)).toBeNull();
  expect(await other.find(kept.token)).not.toBeNull();
  expect(lasting.aborted, "her other session").toBe(false);
  clock.moveTo(kept.expiresAtMs);
  await ending(lasting);
  expect(await access.find(kept.token)).toBeNull();
  await other.stop();
});

it("lets an owner alone invite, to the role that was chosen, and keeps the names apart", async () => {
  await makeAda();
  await expect(async () => access.invite({ role: "owner", sites: "all" }, VIEWER)).rejects.toMatchObject({
    code: "forbidden",
  });
  const token = await access.invite({ role: "operator", sites: ["a-site"] }, OPERATOR);
  await expect(access.accept({ token, ...ADA }, FROM)).rejects.toMatchObject({
    code: "conflict",
    detail: { field: "name" },
  });
  const made = await access.accept({ token, ...ADA, name: "Olga" }, FROM);
  expect(await access.find(made.token)).toMatchObject({ name: "Olga", role: "operator", sites: ["a-site"] });
});

it("has the people of the demo in the demo alone", async () => {
  const demo = await openAccess({ db, clock, log }, true, SECRETS);
  const { token } = await demo.signInDemo("operator", FROM);
  expect(await demo.find(token)).toMatchObject({ name: "demo operator", role: "operator" });
  expect(await access.find(token), "where the fleet is real").toBeNull();
  expect(await demo.inviteFirstOwner()).toBeNull();
  await expect(demo.invite({ role: "viewer", sites: "all" }, OPERATOR)).rejects.toMatchObject({ code: "unsupported" });
  await demo.stop();
});
