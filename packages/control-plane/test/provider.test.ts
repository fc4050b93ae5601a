import { randomUUID } from "node:crypto";
import { passkey } from "@v-available/db/schema/passkey";
import type { Role } from "@v-available/domain/role";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Access, openAccess } from "../src/person/access";
import { CONFIRMED_MS } from "../src/person/confirm";
import type { Present } from "../src/person/session";
import type { SentToProvider } from "../src/person/sign-in-provider";
import { startTestProvider, type TestProvider } from "../src/testing/provider-server";
import { ADA, FROM, log, personWorldOfEachTest, SECRETS } from "./person-world";

const world = personWorldOfEachTest();
const BACK = "http://localhost:3000/api/session/provider/back";
const ROLES_OF = new Map<string, Role>([
  ["ops", "operator"],
  ["admins", "administrator"],
]);
let provider: TestProvider;
let access: Access;

beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.stop());
beforeEach(async () => {
  access = await opened("groups");
  Object.assign(provider, { denies: null, forges: false });
  provider.claims = { sub: "1", preferred_username: "grace", groups: ["staff", "ops"] };
  return () => access.stop();
});

const opened = (claim: string | null, issuer = provider.issuer) =>
  openAccess({ db: world.db, clock: world.clock, log }, false, SECRETS, {
    issuer: new URL(issuer),
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    name: "House",
    scope: "openid profile",
    roles: claim === null ? null : { claim, of: ROLES_OF },
  });

/** Goes to the provider and comes back, as a browser does. */
const there = async (by = access, invitation = "") =>
  thereWith(await by.beginProviderSignIn({ next: "/pairs", invitation }, BACK, FROM));
async function thereWith({ step, location }: SentToProvider) {
  const response = await fetch(location, { redirect: "manual" });
  const back = new URL(response.headers.get("location") ?? "");
  return { token: step.token, search: back.search, location: new URL(location) };
}
async function come(by = access, invitation = ""): Promise<Present> {
  const { token, search } = await there(by, invitation);
  const session = await by.signInByProvider(token, search, FROM);
  const who = await by.find(session.token);
  if (!who) throw new Error("nobody is signed in");
  return { ...who, from: FROM };
}

it("asks with a code challenge, a state and a nonce, for the code alone", async () => {
  const { location, token } = await there();
  const asked = Object.fromEntries(location.searchParams);
  expect(asked).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    redirect_uri: BACK,
    scope: "openid profile",
  });
  for (const name of ["code_challenge", "state", "nonce"]) expect(asked[name]?.length, name).toBeGreaterThan(20);
  expect(await access.providerErrand(token)).toEqual({ next: "/pairs", invitation: "", isOwn: false });
});

it("lets somebody in with the most that the provider gives them, and knows them again by its name of them", async () => {
  provider.claims = { ...provider.claims, groups: ["ops", "admins"] };
  const first = await come();
  expect(first).toMatchObject({ name: "grace", role: "administrator", sites: "all" });
  provider.claims = { ...provider.claims, preferred_username: "grace hopper" };
  const again = await come();
  expect(again).toMatchObject({ personId: first.personId, name: "grace" });
  expect((await world.sentences()).toReversed()).toEqual([
    "grace became administrator, as House says, from 192.0.2.7.",
    "grace signed in through House, from 192.0.2.7.",
    "grace signed in through House, from 192.0.2.7.",
  ]);
  expect((await world.entries()).map(({ kind, outcome, personName }) => [kind, outcome, personName])).toEqual([
    ["person.accept", "done", "grace"],
    ["person.signIn", "done", "grace"],
  ]);
  expect((await access.account(again)).sessions.map(({ means }) => means)).toEqual(["provider", "provider"]);
});

it("lets nobody in without a role or an invitation, and says what the provider said", async () => {
  provider.claims = { ...provider.claims, groups: ["staff"] };
  await expect(come()).rejects.toMatchObject({
    code: "forbidden",
    message: "House knows you as grace, and gives you no role here: its groups is staff.",
  });
  provider.claims = { sub: "1", preferred_username: "grace" };
  await expect(come()).rejects.toThrow("it says no groups");
  const unmapped = await opened(null);
  await expect(come(unmapped)).rejects.toThrow("it is not asked for a role");
  await unmapped.stop();
});

it("takes the role from the provider at each sign-in, until an owner has chosen one", async () => {
  const ada = await world.present(await world.makeAda());
  const grace = await come();
  provider.claims = { ...provider.claims, groups: ["admins"] };
  const more = await come();
  expect(more.role).toBe("administrator");
  const { sessions } = await access.account(more);
  expect(
    sessions.map(({ id }) => id),
    "the one of before ended",
  ).not.toContain(grace.sessionId);
  const input = { personId: grace.personId, role: "viewer", sites: "all", disabled: false } as const;
  await access.changePerson(input, ada);
  expect((await come()).role, "by hand").toBe("viewer");
  await access.changePerson({ ...input, disabled: true }, ada);
  await expect(come()).rejects.toThrow("grace is kept out of this console.");
});

it("makes somebody by an invitation, with its role, and an owner by no other way", async () => {
  const link = (await access.inviteFirstOwner()) ?? "";
  const owner = await come(access, link);
  expect(owner).toMatchObject({ name: "grace", role: "owner" });
  expect(await access.invitation(link), "used").toBeNull();
  provider.claims = { sub: "2", preferred_username: "grace", groups: [] };
  const second = await access.invite({ role: "viewer", sites: "all" }, owner);
  await expect(come(access, second), "a name that is taken").rejects.toMatchObject({ code: "conflict" });
  expect(await access.invitation(second), "and the link still holds").toEqual({ role: "viewer" });
  provider.claims = { ...provider.claims, preferred_username: "Hedy" };
  expect(await come(access, second)).toMatchObject({ name: "Hedy", role: "viewer" });
  expect((await come()).role, "not taken from the provider").toBe("viewer");
});

it("gives nobody the account of somebody who has the same name", async () => {
  await world.makeAda();
  provider.claims = { ...provider.claims, preferred_username: ADA.name };
  await expect(come()).rejects.toMatchObject({ code: "conflict" });
});

it.each<[string, () => void]>([
  ["is signed by another", () => Object.assign(provider, { forges: true })],
  ["is for another console", () => Object.assign(provider, { claims: { ...provider.claims, aud: "another" } })],
  ["is of another issuer", () => Object.assign(provider, { claims: { ...provider.claims, iss: "http://else" } })],
  ["answers another question", () => Object.assign(provider, { claims: { ...provider.claims, nonce: "another" } })],
  ["is over", () => Object.assign(provider, { claims: { ...provider.claims, exp: 1 } })],
  ["names nobody", () => Object.assign(provider, { claims: { ...provider.claims, sub: undefined } })],
])("believes no answer that %s", async (_, change) => {
  change();
  await expect(come()).rejects.toMatchObject({
    code: "unauthenticated",
    message: "What House answered does not fit what it was asked, so nobody was signed in.",
  });
  expect((await world.entries()).at(-1)).toMatchObject({ kind: "person.signIn", outcome: "refused" });
});

it("takes an answer once, with the state that it asked with, in the browser that asked", async () => {
  const one = await there();
  const other = await there();
  await expect(access.signInByProvider(one.token, other.search, FROM)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await expect(access.signInByProvider(null, one.search, FROM)).rejects.toMatchObject({ code: "unauthenticated" });
  const { token, search } = await there();
  await access.signInByProvider(token, search, FROM);
  await expect(access.signInByProvider(token, search, FROM)).rejects.toThrow("the answer came twice");
  const late = await there();
  world.pass(600_000);
  await expect(access.signInByProvider(late.token, late.search, FROM)).rejects.toThrow("more than ten minutes");
});

it("says in a sentence that the provider did not let somebody in, or does not answer", async () => {
  provider.denies = "access_denied";
  await expect(come()).rejects.toThrow("House did not let you in: access_denied.");
  const nowhere = await opened(null, "http://127.0.0.1:9");
  await expect(come(nowhere)).rejects.toMatchObject({ code: "unreachable" });
  await nowhere.stop();
});

describe("somebody who signs in with a password", () => {
  let ada: Present;
  beforeEach(async () => {
    ada = await world.present(await world.makeAda());
    provider.claims = { sub: "7", preferred_username: "ada.lovelace", groups: ["ops"] };
  });
  const join = async (who = ada, currentPassword: string | null = null) => {
    const { token, search } = await thereWith(await access.beginOwnProvider({ currentPassword }, BACK, who));
    expect(await access.providerErrand(token)).toEqual({ next: "/account", invitation: "", isOwn: true });
    await access.addOwnProvider(token, search, who);
  };

  it("joins the provider, comes in through it as the same person with the role of here, and takes it off again", async () => {
    await join();
    expect((await access.account(ada)).provider).toEqual({ joined: true, cannotLeaveBecause: null });
    const through = await come();
    expect(through).toMatchObject({ personId: ada.personId, name: "Ada", role: "owner" });
    await expect(access.beginOwnProvider({ currentPassword: null }, BACK, ada)).rejects.toMatchObject({
      code: "conflict",
    });
    await access.removeOwnProvider({ currentPassword: null }, ada);
    expect(
      (await access.account(ada)).sessions.map(({ id }) => id),
      "that of the provider ended",
    ).toEqual([ada.sessionId]);
    expect(await come(), "somebody else now").toMatchObject({ name: "ada.lovelace", role: "operator" });
    await access.removeOwnProvider({ currentPassword: null }, ada);
    expect(
      (await world.sentences())
        .filter((one) => one.includes("House"))
        .toReversed()
        .slice(0, 3),
    ).toEqual([
      "Ada signs in through House, too, from now on, as ada.lovelace.",
      "Ada signed in through House, from 192.0.2.7.",
      "Ada does not sign in through House any more.",
    ]);
    const entries = (await world.entries()).filter(({ kind }) => /Provider/.test(kind));
    expect(entries.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ["person.beginProvider", "done"],
      ["person.addProvider", "done"],
      ["person.beginProvider", "refused"],
      ["person.removeProvider", "done"],
      ["person.removeProvider", "unchanged"],
    ]);
    expect(entries[1]).toMatchObject({ before: { provider: null }, after: { provider: "House", as: "ada.lovelace" } });
  });

  it("proves first who they are, where the sign-in was a while ago", async () => {
    world.pass(CONFIRMED_MS);
    await expect(join()).rejects.toMatchObject({ detail: { field: "currentPassword" } });
    await expect(join(ada, "a guess")).rejects.toMatchObject({ code: "unauthenticated" });
    await join(ada, ADA.password);
    world.pass(CONFIRMED_MS);
    await expect(access.removeOwnProvider({ currentPassword: null }, ada)).rejects.toMatchObject({
      detail: { field: "currentPassword" },
    });
  });

  it("does not get whom the provider names for somebody else, nor what another has begun, nor an answer twice", async () => {
    await come();
    await expect(join()).rejects.toMatchObject({
      code: "conflict",
      message: "Whoever you are at House signs in here as ada.lovelace already, so nothing was changed.",
    });
    provider.claims = { ...provider.claims, sub: "8" };
    const ben = await world.present(await world.invited("Ben", "viewer"));
    const begun = await thereWith(await access.beginOwnProvider({ currentPassword: null }, BACK, ada));
    await expect(access.addOwnProvider(begun.token, begun.search, ben)).rejects.toThrow("more than ten minutes");
    await expect(access.signInByProvider(begun.token, begun.search, FROM), "lets nobody in").rejects.toMatchObject({
      code: "unauthenticated",
    });
    const stranger = await there();
    await expect(access.addOwnProvider(stranger.token, stranger.search, ada)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await access.addOwnProvider(begun.token, begun.search, ada);
    await expect(access.addOwnProvider(begun.token, begun.search, ada)).rejects.toThrow("the answer came twice");
  });

  it("keeps the last way in: of somebody who has no password it is taken off only beside a passkey", async () => {
    provider.claims = { sub: "9", preferred_username: "hedy", groups: ["ops"] };
    const hedy = await come();
    const leave = () => access.removeOwnProvider({ currentPassword: null }, hedy);
    expect((await access.account(hedy)).provider.cannotLeaveBecause).toContain("by the provider alone");
    await expect(leave()).rejects.toMatchObject({ code: "blocked", detail: { limit: "one way to sign in at least" } });
    const keep = async (id: string) => {
      const made = { id, personId: hedy.personId, name: "phone", rpId: "localhost", credentialId: id, publicKey: "" };
      const rest = { counter: 0, transports: [], backedUp: false, createdAtMs: 0, lastUsedAtMs: null };
      await world.db.transaction((tx) => tx.insert(passkey).values({ ...made, ...rest }));
    };
    const [one, other] = [randomUUID(), randomUUID()];
    await keep(one);
    await leave();
    const remove = (passkeyId: string) => access.removePasskey({ currentPassword: null, passkeyId }, hedy);
    await expect(remove(one), "the last one").rejects.toMatchObject({ code: "blocked" });
    await keep(other);
    await remove(one);
    await access.changePassword({ currentPassword: null, password: "Hedy, a long password" }, hedy);
    await remove(other);
  });
});
