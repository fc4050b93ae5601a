import { person } from "@v-available/db/schema/person";
import { Refusal } from "@v-available/domain/refusal";
import type { Role, Sites } from "@v-available/domain/role";
import { eq } from "drizzle-orm";
import { type Asker, attempt, type Deed, type Done } from "../audit/deed";
import type { Origin } from "../desk";
import type { Environment } from "../environment";
import type { FactWriter } from "../ledger";
import { changePeople, recordOf } from "./change";
import { dropSessions } from "./end-sessions";
import { readInvitation, takeInvitation } from "./invitation";
import { newPerson } from "./new-person";
import type { Identity, Provider, ProviderChecks } from "./provider";
import { beginSession, type NewSession, type PersonRecord } from "./session";
import { beginStrangersStep, endStep, type NewStep, readStep } from "./step";
import { refuseCrowd } from "./tries";

/** What the browser goes with to the provider. */
export interface SentToProvider {
  readonly step: NewStep;
  readonly location: string;
}

/** What it was for, so that it goes on from there. */
export interface ProviderErrand {
  /** The page that was asked for. */
  readonly next: string;
  /** The token of a link by which somebody joins; empty where nobody does. */
  readonly invitation: string;
  /** Somebody who is signed in wants to be known by the provider, too. */
  readonly isOwn: boolean;
}

/** @param redirectUri where the provider sends the browser back to. @throws Refusal unreachable | blocked */
export async function beginProviderSignIn(
  environment: Environment,
  provider: Provider,
  errand: Omit<ProviderErrand, "isOwn">,
  redirectUri: string,
  from: Origin,
): Promise<SentToProvider> {
  const { location, checks } = await provider.begin(redirectUri);
  return { step: await beginStrangersStep(environment, "provider", { ...checks, ...errand }, from), location };
}

/** The errand of somebody who comes back; null where it is over. */
export const errandOf = ({ db, clock }: Pick<Environment, "db" | "clock">, token: string | null) =>
  db.read(async (tx): Promise<ProviderErrand | null> => {
    const step = await readStep(tx, "provider", token ?? "", clock.nowMs());
    if (!step) return null;
    const { next = "/", invitation = "" } = step.content;
    return { next, invitation, isOwn: step.personId !== null };
  });

/**
 * Signs in whoever the provider names: somebody it has named before, who was invited, or whom it gives a role.
 * @param token of `beginProviderSignIn`
 * @param search of the address that the browser came back with
 * @throws Refusal unauthenticated | forbidden | conflict | unreachable
 */
export function signInByProvider(
  environment: Environment,
  provider: Provider,
  token: string | null,
  search: string,
  from: Origin,
): Promise<NewSession> {
  const { db, clock } = environment;
  const by: Asker = { personId: null, name: null, role: null, from };
  const deed: Deed = { kind: "person.signIn", by, subject: null, reason: null };
  return attempt(environment, deed, async () => {
    await refuseCrowd(environment, from);
    const step = await db.read((tx) => readStep(tx, "provider", token ?? "", clock.nowMs()));
    // What somebody has begun who is signed in lets nobody in.
    if (!step || step.personId !== null) throw tookTooLong();
    const identity = await provider.identify(step.content as Readonly<Record<string, string>> & ProviderChecks, search);
    const { invitation = "" } = step.content;
    if (invitation !== "" && (await readInvitation(environment, invitation)) === null) throw linkIsOver();
    return changePeople(environment, deed, async (writer) => {
      const [ended] = await endStep(writer, step.id);
      if (!ended) throw tookTooLong();
      return letIn(writer, identity, invitation, provider.settings.name, from);
    });
  });
}

async function letIn(
  writer: FactWriter,
  identity: Identity,
  invitation: string,
  provider: string,
  from: Origin,
): Promise<Done<NewSession>> {
  const [known] = await writer.db.select().from(person).where(eq(person.providerSubject, identity.subject));
  const { who, change, kind } = known
    ? await withItsRole(writer, known, identity, provider)
    : await joining(writer, identity, invitation, provider, from);
  const { id: personId, name, role } = who;
  recordOf(writer, "person.sign-in", name, `${name} signed in through ${provider}, from ${from.address}.`);
  return {
    answer: await beginSession(writer, personId, from, "provider"),
    ...change,
    kind,
    subject: { kind: "person", id: personId },
    by: { personId, name, role, from },
  };
}

/** Somebody it has named before: whoever has their role from it has what it says now. */
async function withItsRole(writer: FactWriter, known: PersonRecord, { role, said }: Identity, provider: string) {
  const { id, name } = known;
  if (known.disabledAtMs !== null)
    throw new Refusal({
      code: "forbidden",
      message: `${name} is kept out of this console.`,
      remedy: "Ask an owner.",
    });
  const kind = "person.signIn" as const;
  if (!known.roleFromProvider || role === known.role)
    return { who: known, change: { before: null, after: null }, kind };
  if (role === null) throw noRole(name, said, provider);
  await writer.db.update(person).set({ role, revision: writer.revision }).where(eq(person.id, id));
  // What a page shows of the role before is over at once.
  await dropSessions(writer, id, "all");
  recordOf(writer, "person.change", name, `${name} is ${role} now, as ${provider} says; ${known.role} before.`);
  return { who: { ...known, role }, change: { before: { role: known.role }, after: { role } }, kind };
}

/** Somebody new: by an invitation, else with the role that the provider gives, which is never owner. */
async function joining(
  writer: FactWriter,
  { subject, name, role, said }: Identity,
  invitation: string,
  provider: string,
  from: Origin,
) {
  const invited = invitation === "" ? null : await takeInvitation(writer, invitation);
  const given: { role: Role | null; sites: Sites } = invited ?? { role, sites: "all" };
  const called = name ?? subject.split(" ").slice(1).join(" ").slice(0, 64);
  if (given.role === null) throw noRole(called, said, provider);
  const made = newPerson(writer, {
    name: called,
    role: given.role,
    sites: given.sites,
    providerSubject: subject,
    roleFromProvider: invited === null,
  });
  const [kept] = await writer.db.insert(person).values(made).onConflictDoNothing().returning();
  if (!kept)
    throw new Refusal({
      code: "conflict",
      message: `There is somebody named ${called} here already, who signs in another way.`,
      field: "name",
      value: called,
      remedy: "Sign in the way that you did before, or ask an owner.",
    });
  const how = invited === null ? `as ${provider} says` : `invited by ${invited.invitedBy ?? "the console itself"}`;
  recordOf(writer, "person.join", called, `${called} became ${given.role}, ${how}, from ${from.address}.`);
  const after = { name: called, role: given.role, sites: given.sites, invitedBy: invited?.invitedBy ?? null };
  return { who: kept, change: { before: null, after }, kind: "person.accept" as const };
}

const noRole = (name: string, said: string, provider: string) =>
  new Refusal({
    code: "forbidden",
    message: `${provider} knows you as ${name}, and gives you no role here: ${said}.`,
    remedy: "Ask an owner of this console for an invitation, or whoever runs the provider for a role.",
  });

export const tookTooLong = () =>
  new Refusal({
    code: "unauthenticated",
    message: "Between the sign-in page and the provider's answer went more than ten minutes, or the answer came twice.",
    limit: "ten minutes",
    remedy: "Begin anew.",
  });

const linkIsOver = () =>
  new Refusal({
    code: "not-found",
    message: "This link was used already, or it is too old.",
    field: "token",
    remedy: "Ask an owner for a new link.",
  });
