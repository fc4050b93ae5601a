import { expect, it } from "vitest";
import { openAccess } from "../src/person/access";
import { TRIES_OF_ADDRESS } from "../src/person/tries";
import { ADA, ending, FROM, log, open, personWorldOfEachTest, SECRETS, sessionOf } from "./person-world";

const world = personWorldOfEachTest();
const elsewhere = { address: "198.51.100.3", agent: "another browser" };

it("lists where somebody is signed in, since when, and when each was last used", async () => {
  await world.makeAda();
  world.pass(60_000);
  const second = sessionOf(await world.access.signIn(ADA, elsewhere));
  world.pass(120_000);
  const who = await world.present(second);
  const { sessions } = await world.access.account(who);
  expect(sessions).toMatchObject([
    { id: who.sessionId, ...elsewhere, means: "password", lastUsedAtMs: world.clock.nowMs() },
    { ...FROM, means: "invitation", createdAtMs: world.clock.nowMs() - 180_000 },
  ]);
  expect(sessions[1]?.lastUsedAtMs, "not used since").toBe(sessions[1]?.createdAtMs);
  world.pass(12 * 3_600_000);
  expect((await world.access.account(who)).sessions, "over by themselves").toEqual([]);
});

it("ends one of them, or all others, and their streams at every console, and says so", async () => {
  const first = await world.makeAda();
  const [second, third] = [
    sessionOf(await world.access.signIn(ADA, elsewhere)),
    sessionOf(await world.access.signIn(ADA, elsewhere)),
  ];
  const other = await openAccess({ db: world.db, clock: world.clock, log }, false, SECRETS);
  const [who, one] = [await world.present(first), await world.present(second)];
  const streams = [other.whileSignedIn(second.token, open()), world.access.whileSignedIn(second.token, open())];
  const last = other.whileSignedIn(third.token, open());
  await world.access.endOwnSessions({ id: one.sessionId }, who);
  await Promise.all(streams.map(ending));
  expect(last.aborted, "the third goes on").toBe(false);
  await world.access.endOwnSessions({ allBut: who.sessionId }, who);
  await ending(last);
  expect(await other.find(third.token)).toBeNull();
  expect(await other.find(first.token)).not.toBeNull();
  expect((await world.sentences()).slice(0, 2)).toEqual(["Ada ended a session.", "Ada ended a session."]);
  expect((await world.entries()).slice(-2)).toMatchObject([
    { kind: "person.endSessions", outcome: "done", before: { sessions: ["198.51.100.3, another browser"] } },
    { kind: "person.endSessions", outcome: "done" },
  ]);
  await world.access.endOwnSessions({ allBut: who.sessionId }, who);
  expect((await world.entries()).at(-1)).toMatchObject({ outcome: "unchanged" });
  await other.stop();
});

it("lets an owner end those of others, and nobody else", async () => {
  await world.makeAda();
  const ben = await world.invited("Ben", "administrator");
  const ada = await world.present(sessionOf(await world.access.signIn(ADA, FROM)));
  const asBen = await world.present(ben);
  const input = { personId: ada.personId, sessionId: null };
  await expect(world.access.endSessionsOf(input, asBen)).rejects.toMatchObject({ code: "forbidden" });
  // A session of somebody else is none of one's own.
  await world.access.endOwnSessions({ id: ada.sessionId }, asBen);
  expect((await world.entries()).at(-1)).toMatchObject({ outcome: "unchanged" });
  await world.access.endSessionsOf({ personId: asBen.personId, sessionId: null }, ada);
  expect(await world.access.find(ben.token)).toBeNull();
  expect((await world.sentences())[0]).toBe("Ada ended a session of Ben.");
});

it("stops whoever guesses at many names from one address, at every console, until the minute is over", async () => {
  await world.makeAda();
  const other = await openAccess({ db: world.db, clock: world.clock, log }, false, SECRETS);
  for (let tried = 0; tried < TRIES_OF_ADDRESS.most; tried++)
    await expect(
      world.access.signIn({ name: `nobody ${tried}`, password: "a guess" }, elsewhere),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(other.signIn(ADA, elsewhere), "the right one, too").rejects.toMatchObject({
    code: "blocked",
    detail: { limit: "20 wrong tries a minute from one address" },
  });
  expect(await other.signIn(ADA, FROM), "from another address").toMatchObject({ token: expect.any(String) });
  world.pass(61_000);
  expect(await other.signIn(ADA, elsewhere)).toMatchObject({ token: expect.any(String) });
  await other.stop();
}, 60_000);
