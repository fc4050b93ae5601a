import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { attempt } from "../audit/deed";
import type { Actor, Entrusted, Origin } from "../desk";
import type { Environment } from "../environment";
import { type AccountView, readAccount } from "./account";
import { PEOPLE_CHANNEL } from "./change";
import { endOwnSessions, endSessionsOf, type Which } from "./end-sessions";
import type { AcceptInput, ChangePersonInput, EndSessionsInput, InviteInput, SignInInput } from "./input";
import { acceptInvitation, invite, inviteFirstOwner, readInvitation } from "./invitation";
import { changePerson, listPeople, type PeopleView } from "./people";
import { Remembered } from "./remembered";
import { type NewSession, type Present, readSession, type SignedIn } from "./session";
import { signIn, signInDemo, signOut } from "./sign-in";

/** Who is signed in, and how they come in and out. */
export interface Access {
  /** @param fresh for whoever wants to change something: what is remembered does not count */
  find(token: string | null, fresh?: boolean): Promise<SignedIn | null>;
  whileSignedIn(token: string | null, signal: AbortSignal): AbortSignal;
  signIn(input: SignInInput, from: Origin): Promise<NewSession>;
  signInDemo(role: Role, from: Origin): Promise<NewSession>;
  signOut(who: Present): Promise<void>;
  /** What somebody sees of their own account. */
  account(who: SignedIn): Promise<AccountView>;
  endOwnSessions(which: Which, who: Present): Promise<void>;
  /** Null where there is an owner, and in the demo. */
  inviteFirstOwner(): Promise<string | null>;
  invitation(token: string): Promise<{ readonly role: Role } | null>;
  accept(input: AcceptInput, from: Origin): Promise<NewSession>;
  /** For owners: @throws Refusal forbidden */
  people(actor: Entrusted): Promise<PeopleView>;
  /** @returns the token of a link that makes one person, once */
  invite(input: InviteInput, actor: Actor): Promise<string>;
  changePerson(input: ChangePersonInput, actor: Actor): Promise<void>;
  endSessionsOf(input: EndSessionsInput, actor: Actor): Promise<void>;
  stop(): Promise<void>;
}

/** @param demo a simulated fleet has people without passwords, and only those */
export async function openAccess(environment: Environment, demo: boolean): Promise<Access> {
  const sessions = new Remembered(environment.clock, readSession(environment, demo));
  const forget = () => sessions.forget();
  const stop = await environment.db.listen(PEOPLE_CHANNEL, { onMessage: forget, onReconnect: forget });
  /** Here at once; elsewhere as soon as it is told. */
  const thenForget = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    forget();
    return answer;
  };
  return {
    find: (token, fresh) => sessions.find(token, fresh),
    whileSignedIn: (token, signal) => sessions.whileHeld(token, signal),
    signIn: (input, from) => signIn(environment, input, from),
    signInDemo: (role, from) => signInDemo(environment, role, from),
    signOut: (who) => thenForget(signOut(environment, who)),
    account: (who) => readAccount(environment, who),
    endOwnSessions: (which, who) => thenForget(endOwnSessions(environment, which, who)),
    inviteFirstOwner: async () => (demo ? null : inviteFirstOwner(environment)),
    invitation: (token) => readInvitation(environment, token),
    accept: (input, from) => acceptInvitation(environment, input, from),
    people: async (actor) => listPeople(environment, demo, actor),
    invite: (input, actor) =>
      attempt(environment, { kind: "person.invite", by: actor, subject: null, reason: null }, async (deed) => {
        if (demo) throw demoHasItsPeople();
        return invite(environment, input, deed);
      }),
    changePerson(input, actor) {
      const subject = { kind: "person", id: input.personId } as const;
      return attempt(environment, { kind: "person.change", by: actor, subject, reason: null }, async (deed) => {
        if (demo) throw demoHasItsPeople();
        return thenForget(changePerson(environment, input, deed));
      });
    },
    endSessionsOf: (input, actor) => thenForget(endSessionsOf(environment, input, actor)),
    stop,
  };
}

const demoHasItsPeople = () =>
  new Refusal({
    code: "unsupported",
    message: "The demo has one person for each role, and they stay as they are.",
    remedy: "Start the console on real hosts to invite people.",
  });
