import { passkey } from "@v-available/db/schema/passkey";
import { beforeEach, expect, it } from "vitest";
import { CONFIRMED_MS } from "../src/person/confirm";
import type { ConsoleName } from "../src/person/passkey";
import type { Present } from "../src/person/session";
import { Authenticator } from "./authenticator";
import { ADA, FROM, personWorldOfEachTest } from "./person-world";

const world = personWorldOfEachTest();
const HOME: ConsoleName = { rpId: "console.example.org", origin: "https://console.example.org" };
let ada: Present;
let phone: Authenticator;

const begin = (at = HOME, currentPassword: string | null = null) =>
  world.access.beginPasskey({ currentPassword }, at, "Northgate", ada);
async function register(name = "phone", at = HOME, device = phone) {
  const { step, options } = await begin(at);
  await world.access.addPasskey(step.token, { name, response: device.make(options, at.origin) }, at, ada);
}
const ask = (at = HOME) => world.access.beginPasskeySignIn(at, FROM);
async function come(at = HOME, device = phone) {
  const { step, options } = await ask(at);
  return world.access.signInByPasskey(step.token, device.sign(options, at.origin), at, FROM);
}
const refused = { code: "unauthenticated", message: "Nobody signs in here with this passkey." };

beforeEach(async () => {
  ada = await world.present(await world.makeAda());
  phone = new Authenticator();
});

it("signs in without a name, a password and a code, and keeps the counter", async () => {
  await register();
  const { token } = await come();
  expect(await world.access.find(token)).toMatchObject({ name: "Ada", role: "owner" });
  await come();
  expect(await world.db.read((tx) => tx.select().from(passkey))).toMatchObject([
    { name: "phone", rpId: HOME.rpId, counter: 2, lastUsedAtMs: world.clock.nowMs(), backedUp: false },
  ]);
  expect((await world.sentences()).slice(0, 3)).toEqual([
    "Ada signed in with the passkey phone, from 192.0.2.7.",
    "Ada signed in with the passkey phone, from 192.0.2.7.",
    "Ada signs in with the passkey phone, too, from now on.",
  ]);
  expect((await world.access.account(ada)).sessions.map(({ means }) => means)).toContain("passkey");
});

it("asks the device to see that it is its owner, and for no passkey that is known", async () => {
  await register();
  const { options } = await begin();
  expect(options).toMatchObject({
    rp: { id: HOME.rpId, name: "Northgate" },
    user: { name: "Ada" },
    authenticatorSelection: { userVerification: "required", residentKey: "required" },
    excludeCredentials: [{ transports: ["internal"] }],
  });
  phone.verifies = false;
  await expect(come()).rejects.toMatchObject(refused);
  await expect(
    register("another", HOME, Object.assign(new Authenticator(), { verifies: false })),
  ).rejects.toMatchObject({ code: "invalid" });
});

it("believes no copy whose counter goes back, and no answer twice", async () => {
  await register();
  await come();
  await come();
  phone.counter = 0;
  await expect(come()).rejects.toMatchObject(refused);
  phone.counter = 2;
  const { step, options } = await ask();
  const answer = phone.sign(options, HOME.origin);
  await world.access.signInByPasskey(step.token, answer, HOME, FROM);
  await expect(world.access.signInByPasskey(step.token, answer, HOME, FROM)).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

it("takes no answer to another question, from another page, under another name or of a stranger", async () => {
  await register();
  const { step } = await ask();
  const other = await ask();
  const elsewhere = { rpId: "other.example.org", origin: "https://other.example.org" };
  const sent = (response: object, at = HOME) =>
    world.access.signInByPasskey(step.token, response as Record<string, unknown>, at, FROM);
  await expect(sent(phone.sign(other.options, HOME.origin)), "another question").rejects.toMatchObject(refused);
  await expect(sent(phone.sign((await ask()).options, "https://evil.example.org"))).rejects.toMatchObject(refused);
  await expect(come(elsewhere), "made under another name").rejects.toMatchObject(refused);
  await expect(come(HOME, new Authenticator()), "a stranger's").rejects.toMatchObject(refused);
  await expect(sent({ id: 7 }), "no answer at all").rejects.toMatchObject(refused);
  const [entry] = (await world.entries()).slice(-1);
  expect(entry).toMatchObject({ kind: "person.signIn", outcome: "refused", personName: null });
});

it("lets its person in where guesses have locked the name, and nobody who is kept out", async () => {
  await register();
  for (let tried = 0; tried < 5; tried++)
    await expect(world.access.signIn({ ...ADA, password: "a guess" }, FROM)).rejects.toThrow();
  await come();
  const token = await world.access.invite({ role: "owner", sites: "all" }, ada);
  const session = await world.access.accept({ token, name: "Ben", password: "Ben's password" }, FROM);
  const change = { personId: ada.personId, role: "owner", sites: "all", disabled: true } as const;
  await world.access.changePerson(change, await world.present(session));
  await expect(come()).rejects.toMatchObject(refused);
});

it("asks for the password to add and to remove one, once the sign-in is five minutes old", async () => {
  await register();
  world.pass(CONFIRMED_MS);
  await expect(begin()).rejects.toMatchObject({ detail: { field: "currentPassword" } });
  await begin(HOME, ADA.password);
  world.pass(CONFIRMED_MS);
  const [kept] = (await world.access.account(ada)).passkeys;
  const remove = (currentPassword: string | null) =>
    world.access.removePasskey({ currentPassword, passkeyId: kept?.id ?? "" }, ada);
  await expect(remove(null)).rejects.toMatchObject({ code: "invalid" });
  await remove(ADA.password);
  await expect(come()).rejects.toMatchObject(refused);
  expect((await world.sentences())[0]).toBe("Ada removed the passkey phone.");
});

it("lets no address begin without end, and other addresses go on", async () => {
  for (let begun = 0; begun < 50; begun++) await ask();
  await expect(ask()).rejects.toMatchObject({ code: "blocked", detail: { limit: "50 at a time from one address" } });
  await world.access.beginPasskeySignIn(HOME, { ...FROM, address: "198.51.100.1" });
  world.pass(600_000);
  await ask();
});
