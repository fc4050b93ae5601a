import { person } from "@v-available/db/schema/person";
import { signInStep } from "@v-available/db/schema/sign-in-step";
import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { openAccess } from "../src/person/access";
import { CONFIRMED_MS } from "../src/person/confirm";
import { isSealed, secretsBy } from "../src/person/sealed";
import type { NewSession, Present } from "../src/person/session";
import { totpAt } from "../src/person/totp";
import { ADA, FROM, log, personWorldOfEachTest, SECRETS } from "./person-world";

const world = personWorldOfEachTest();
let session: NewSession;
let ada: Present;
let secret: string;
let recovery: string[];
/** What the application shows. */
const shown = () => totpAt(secret, Math.floor(world.clock.nowMs() / 30_000));
const givePassword = () => world.access.signIn(ADA, FROM);
const giveCode = (token: string, code: string): Promise<NewSession> => world.access.signInByCode(token, { code }, FROM);

beforeEach(async () => {
  session = await world.makeAda();
  ada = await world.present(session);
  await world.access.beginCodes({ currentPassword: null }, ada);
  secret = (await world.access.codesBegun(ada, "Northgate"))?.secret ?? "";
  recovery = await world.access.confirmCodes({ code: shown() }, ada);
});

it("asks for a code after the password, and takes each once", async () => {
  const used = shown();
  const { needs, token } = await givePassword();
  expect(needs).toBe("code");
  expect(await world.access.find(token), "the password alone signs nobody in").toBeNull();
  await expect(giveCode(token, used), "of the set-up").rejects.toMatchObject({ code: "unauthenticated" });
  world.pass(30_000);
  const code = shown();
  const came = await giveCode(token, code);
  expect(await world.access.find(came.token)).toMatchObject({ name: "Ada" });
  await expect(giveCode(token, code), "the same way again").rejects.toMatchObject({ code: "unauthenticated" });
  const { token: again } = await givePassword();
  await expect(giveCode(again, code), "the same code again").rejects.toMatchObject({ code: "unauthenticated" });
  expect((await world.sentences())[0]).toBe("Ada signed in with a code, from 192.0.2.7.");
  expect((await world.entries()).map(({ kind }) => kind).slice(-6)).toEqual([
    "person.givePassword",
    "person.signIn",
    "person.signIn",
    "person.signIn",
    "person.givePassword",
    "person.signIn",
  ]);
});

it("locks the name after wrong codes, which a right password in between does not forgive", async () => {
  world.pass(30_000);
  for (let tried = 1; tried < 5; tried++) {
    const { token } = await givePassword();
    await expect(giveCode(token, "000000")).rejects.toMatchObject({ code: "unauthenticated" });
  }
  const { token } = await givePassword();
  await expect(giveCode(token, "000000")).rejects.toMatchObject({ code: "blocked" });
  await expect(giveCode(token, shown()), "the right one, too").rejects.toMatchObject({ code: "blocked" });
  expect((await world.sentences())[0]).toContain("5 wrong passwords or codes in a row");
});

it("lets a recovery code stand in, each once, and keeps none of them", async () => {
  expect(recovery).toHaveLength(10);
  const [one = "", two = ""] = recovery;
  await giveCode((await givePassword()).token, one.toUpperCase());
  expect((await world.sentences())[0]).toBe("Ada signed in with a recovery code, 9 are left, from 192.0.2.7.");
  const { token } = await givePassword();
  await expect(giveCode(token, one)).rejects.toMatchObject({ code: "unauthenticated" });
  const kept = JSON.stringify(await world.db.read((tx) => tx.select().from(person)));
  for (const code of recovery) expect(kept).not.toContain(code);
  const renewed = await world.access.renewRecoveryCodes({ currentPassword: ADA.password }, ada);
  await expect(giveCode(token, two), "void").rejects.toMatchObject({ code: "unauthenticated" });
  await giveCode(token, renewed[0] ?? "");
});

it("keeps in the database nothing that codes can be made of, while they are set up and after", async () => {
  const kept = async () =>
    JSON.stringify(
      await world.db.read(async (tx) => [await tx.select().from(person), await tx.select().from(signInStep)]),
    );
  const rowOf = async () => {
    const [row] = await world.db.read((tx) => tx.select().from(person).where(eq(person.id, ada.personId)));
    return row?.totpSecret ?? "";
  };
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(await kept()).not.toContain(secret);
  expect(isSealed(await rowOf())).toBe(true);
  await world.access.removeCodes({ currentPassword: null }, ada);
  await world.access.beginCodes({ currentPassword: null }, ada);
  const begun = (await world.access.codesBegun(ada, "Northgate"))?.secret ?? "";
  expect(begun).not.toBe(secret);
  expect(await kept(), "begun").not.toContain(begun);
});

it("seals what an earlier version has kept as it was, and takes its codes as before", async () => {
  await world.db.transaction((tx) => tx.update(person).set({ totpSecret: secret }).where(eq(person.id, ada.personId)));
  const next = await openAccess({ db: world.db, clock: world.clock, log }, false, SECRETS);
  expect(JSON.stringify(await world.db.read((tx) => tx.select().from(person)))).not.toContain(secret);
  world.pass(30_000);
  await next.signInByCode((await givePassword()).token, { code: shown() }, FROM);
  await next.stop();
});

it("cannot check codes with another secret, says so, counts none as wrong, and takes recovery codes all the same", async () => {
  const moved = await openAccess(
    { db: world.db, clock: world.clock, log },
    false,
    secretsBy(async () => "of another console"),
  );
  world.pass(30_000);
  const { token } = await givePassword();
  for (let tried = 0; tried < 6; tried++)
    await expect(moved.signInByCode(token, { code: shown() }, FROM)).rejects.toMatchObject({
      code: "blocked",
      detail: { remedy: expect.stringContaining("CONSOLE_SECRET") },
    });
  await moved.signInByCode(token, { code: recovery[0] ?? "" }, FROM);
  await moved.stop();
});

it("gives ten minutes between the password and the code, and none once the password is another", async () => {
  const late = await givePassword();
  world.pass(600_000);
  await expect(giveCode(late.token, shown())).rejects.toThrow("more than ten minutes");
  const { token } = await givePassword();
  await world.access.changePassword({ currentPassword: ADA.password, password: "an even better password" }, ada);
  await expect(giveCode(token, shown())).rejects.toMatchObject({ code: "unauthenticated" });
});

it("asks for the password again five minutes after the sign-in, and not for five minutes after that", async () => {
  await world.access.removeCodes({ currentPassword: null }, ada);
  await world.access.beginCodes({ currentPassword: null }, ada);
  await expect(world.access.confirmCodes({ code: "000000" }, ada)).rejects.toMatchObject({ code: "invalid" });
  world.pass(CONFIRMED_MS);
  const begin = (currentPassword: string | null) => world.access.beginCodes({ currentPassword }, ada);
  await expect(begin(null)).rejects.toMatchObject({ detail: { field: "currentPassword" } });
  await expect(begin("a guess")).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await world.access.account(ada)).confirmedUntilMs).toBeNull();
  await begin(ADA.password);
  expect((await world.access.account(ada)).confirmedUntilMs).toBe(world.clock.nowMs() + CONFIRMED_MS);
  await begin(null);
  world.pass(600_000);
  await expect(world.access.confirmCodes({ code: shown() }, ada), "too late").rejects.toMatchObject({
    code: "not-found",
  });
  const { needs } = await givePassword();
  expect(needs, "nothing was set up").toBeNull();
});

it("lets an owner take it off somebody who has lost it, with a reason, and ends their sessions", async () => {
  const ben = await world.access.accept(
    { token: await world.access.invite({ role: "owner", sites: "all" }, ada), name: "Ben", password: "Ben's password" },
    FROM,
  );
  const asBen = await world.present(ben);
  const input = { personId: ada.personId, reason: "The phone is lost." };
  await world.access.removeFactors(input, asBen);
  expect(await world.access.find(session.token), "whoever has found the phone is out, too").toBeNull();
  expect((await givePassword()).needs).toBeNull();
  expect((await world.entries()).find(({ kind }) => kind === "person.removeFactors")).toMatchObject({
    outcome: "done",
    personName: "Ben",
    subjectName: "Ada",
    reason: "The phone is lost.",
    before: { codes: true, passkeys: [] },
  });
  await expect(world.access.removeFactors(input, { ...asBen, role: "administrator" })).rejects.toMatchObject({
    code: "forbidden",
  });
});
