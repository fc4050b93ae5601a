import { person } from "@v-available/db/schema/person";
import { expect, it } from "vitest";
import { ADA, FROM, personWorldOfEachTest, sessionOf } from "./person-world";

const world = personWorldOfEachTest();
const NEW = "an even better password";
const signIn = (password: string) => world.access.signIn({ name: "Ada", password }, FROM);

it("changes one's password with the old one, and ends the other sessions", async () => {
  const first = await world.makeAda();
  const second = sessionOf(await signIn(ADA.password));
  const who = await world.present(first);
  const change = (currentPassword: string | null, password = NEW) =>
    world.access.changePassword({ currentPassword, password }, who);
  await expect(change(null), "even right after the sign-in").rejects.toMatchObject({
    detail: { field: "currentPassword" },
  });
  await expect(change("a guess")).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(change(ADA.password, ADA.password)).rejects.toMatchObject({ detail: { field: "password" } });
  expect(await world.access.find(second.token), "nothing was changed yet").not.toBeNull();
  await change(ADA.password);
  expect(await world.access.find(second.token)).toBeNull();
  expect(await world.access.find(first.token)).not.toBeNull();
  await expect(signIn(ADA.password)).rejects.toMatchObject({ code: "unauthenticated" });
  sessionOf(await signIn(NEW));
  expect((await world.sentences())[1]).toBe("Ada changed the password; one other session ended.");
  const entries = await world.entries();
  expect(entries.slice(-7, -1).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    "person.confirm refused",
    "person.confirm done",
    "person.changePassword refused",
    "person.confirm done",
    "person.changePassword done",
    "person.signIn refused",
  ]);
  expect(JSON.stringify(entries)).not.toContain(NEW);
});

it("counts a wrong old password like one of a sign-in", async () => {
  const who = await world.present(await world.makeAda());
  const guess = () => world.access.changePassword({ currentPassword: "a guess", password: NEW }, who);
  for (let tried = 1; tried < 5; tried++) await expect(guess()).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(guess()).rejects.toMatchObject({ code: "blocked" });
  await expect(signIn(ADA.password)).rejects.toMatchObject({ code: "blocked" });
});

it("resets a password by a link that an owner makes, once, within a day", async () => {
  await world.makeAda();
  const ben = await world.invited("Ben", "operator");
  const ada = await world.present(sessionOf(await signIn(ADA.password)));
  const { personId } = await world.present(ben);
  await expect(world.access.linkPassword({ personId: ada.personId }, await world.present(ben))).rejects.toMatchObject({
    code: "forbidden",
  });
  const { token: void_ } = await world.access.linkPassword({ personId }, ada);
  const { token } = await world.access.linkPassword({ personId }, ada);
  expect(await world.access.passwordLink(void_), "the one before it").toBeNull();
  expect(await world.access.passwordLink(token)).toMatchObject({ name: "Ben" });
  await world.access.resetPassword({ token, password: NEW }, FROM);
  expect(await world.access.find(ben.token), "nobody stays signed in").toBeNull();
  sessionOf(await world.access.signIn({ name: "Ben", password: NEW }, FROM));
  await expect(world.access.resetPassword({ token, password: NEW }, FROM)).rejects.toMatchObject({ code: "not-found" });
  expect((await world.entries()).find(({ kind }) => kind === "person.resetPassword")).toMatchObject({
    outcome: "done",
    personName: "Ben",
    subjectName: "Ben",
  });
  const { token: late } = await world.access.linkPassword({ personId }, ada);
  world.pass(24 * 3_600_000);
  expect(await world.access.passwordLink(late)).toBeNull();
  const [row] = await world.db.read((tx) => tx.select().from(person));
  expect(JSON.stringify(row)).not.toContain(NEW);
});
