import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { Refusal } from "@v-available/domain/refusal";
import type { Role } from "@v-available/domain/role";
import { attempt } from "../audit/deed";
import type { Actor, Entrusted, Origin } from "../desk";
import type { Environment } from "../environment";
import { type AccountView, readAccount } from "./account";
import { createKey, type NewKey, readKey, revokeKeyOf, revokeOwnKey } from "./api-key";
import { PEOPLE_CHANNEL } from "./change";
import { endOwnSessions, endSessionsOf, type Which } from "./end-sessions";
import {
  beginCodes,
  type CodesBegun,
  codesBegun,
  confirmCodes,
  removeCodes,
  removeFactors,
  renewRecoveryCodes,
} from "./factor";
import type {
  AcceptInput,
  ChangePasswordInput,
  ChangePersonInput,
  CodeInput,
  ConfirmCodesInput,
  CreateKeyInput,
  CurrentPasswordInput,
  EndSessionsInput,
  InviteInput,
  LinkPasswordInput,
  NewPasskeyInput,
  RemoveFactorsInput,
  RemovePasskeyInput,
  ResetPasswordInput,
  RevokeKeyInput,
  RevokeOwnKeyInput,
  SignInInput,
} from "./input";
import { acceptInvitation, invite, inviteFirstOwner, readInvitation } from "./invitation";
import { addOwnProvider, beginOwnProvider, removeOwnProvider } from "./own-provider";
import {
  type Asked,
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  type ConsoleName,
  removePasskey,
  signInByPasskey,
} from "./passkey";
import { changePassword, linkPassword, type PasswordLink, readPasswordLink, resetPassword } from "./password";
import { changePerson, listPeople, type PeopleView } from "./people";
import { Provider, type ProviderSettings } from "./provider";
import { type Holder, Remembered } from "./remembered";
import { sealOld } from "./seal-old";
import type { Secrets } from "./sealed";
import { type NewSession, type Present, readSession, type SignedIn } from "./session";
import { type PasswordGiven, signIn, signInDemo, signOut } from "./sign-in";
import { signInByCode } from "./sign-in-code";
import {
  beginProviderSignIn,
  errandOf,
  type ProviderErrand,
  type SentToProvider,
  signInByProvider,
} from "./sign-in-provider";

/** Who is signed in, and how they come in and out. */
export interface Access {
  /** @param fresh for whoever wants to change something: what is remembered does not count */
  find(token: string | null, fresh?: boolean): Promise<SignedIn | null>;
  whileSignedIn(token: string | null, signal: AbortSignal): AbortSignal;
  /** Whose key this is. It opens the API, and nothing by which one signs in. */
  findKey(key: string, fresh?: boolean): Promise<Holder | null>;
  whileKeyHolds(key: string, signal: AbortSignal): AbortSignal;
  signIn(input: SignInInput, from: Origin): Promise<PasswordGiven>;
  /** @param token of what `signIn` began */
  signInByCode(token: string | null, input: CodeInput, from: Origin): Promise<NewSession>;
  signInDemo(role: Role, from: Origin): Promise<NewSession>;
  signOut(who: Present): Promise<void>;
  /** What somebody sees of their own account. */
  account(who: SignedIn): Promise<AccountView>;
  endOwnSessions(which: Which, who: Present): Promise<void>;
  changePassword(input: ChangePasswordInput, who: Present): Promise<void>;
  beginCodes(input: CurrentPasswordInput, who: Present): Promise<void>;
  /** What is being set up; null where nothing is. @param issuer whose console it is, in words */
  codesBegun(who: SignedIn, issuer: string): Promise<CodesBegun | null>;
  /** @returns recovery codes, told this once */
  confirmCodes(input: ConfirmCodesInput, who: Present): Promise<string[]>;
  removeCodes(input: CurrentPasswordInput, who: Present): Promise<void>;
  /** @returns recovery codes, told this once */
  renewRecoveryCodes(input: CurrentPasswordInput, who: Present): Promise<string[]>;
  /** Null where there is an owner, and in the demo. */
  inviteFirstOwner(): Promise<string | null>;
  invitation(token: string): Promise<{ readonly role: Role } | null>;
  accept(input: AcceptInput, from: Origin): Promise<NewSession>;
  beginPasskey(
    input: CurrentPasswordInput,
    at: ConsoleName,
    organisation: string,
    who: Present,
  ): Promise<Asked<PublicKeyCredentialCreationOptionsJSON>>;
  /** @param token of what `beginPasskey` began */
  addPasskey(token: string | null, input: NewPasskeyInput, at: ConsoleName, who: Present): Promise<void>;
  removePasskey(input: RemovePasskeyInput, who: Present): Promise<void>;
  beginPasskeySignIn(at: ConsoleName, from: Origin): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>>;
  /** @param token of what `beginPasskeySignIn` began */
  signInByPasskey(
    token: string | null,
    response: Readonly<Record<string, unknown>>,
    at: ConsoleName,
    from: Origin,
  ): Promise<NewSession>;
  /** How one signs in elsewhere; null where nowhere. */
  readonly provider: Pick<ProviderSettings, "name"> | null;
  /** @param redirectUri where the provider sends the browser back to */
  beginProviderSignIn(
    errand: Omit<ProviderErrand, "isOwn">,
    redirectUri: string,
    from: Origin,
  ): Promise<SentToProvider>;
  /** What a browser that comes back was sent for; null where that is over. @param token of `beginProviderSignIn` */
  providerErrand(token: string | null): Promise<ProviderErrand | null>;
  signInByProvider(token: string | null, search: string, from: Origin): Promise<NewSession>;
  /** @param redirectUri where the provider sends the browser back to */
  beginOwnProvider(input: CurrentPasswordInput, redirectUri: string, who: Present): Promise<SentToProvider>;
  /** @param token of what `beginOwnProvider` began */
  addOwnProvider(token: string | null, search: string, who: Present): Promise<void>;
  removeOwnProvider(input: CurrentPasswordInput, who: Present): Promise<void>;
  createKey(input: CreateKeyInput, who: Present): Promise<NewKey>;
  revokeOwnKey(input: RevokeOwnKeyInput, who: Present): Promise<void>;
  revokeKeyOf(input: RevokeKeyInput, actor: Actor): Promise<void>;
  /** For owners: @throws Refusal forbidden */
  people(actor: Entrusted): Promise<PeopleView>;
  /** @returns the token of a link that makes one person, once */
  invite(input: InviteInput, actor: Actor): Promise<string>;
  changePerson(input: ChangePersonInput, actor: Actor): Promise<void>;
  endSessionsOf(input: EndSessionsInput, actor: Actor): Promise<void>;
  /** @returns the token of a link by which this person chooses a new password, once */
  linkPassword(input: LinkPasswordInput, actor: Actor): Promise<PasswordLink>;
  /** Whose password such a link is for; null where nobody's any more. */
  passwordLink(token: string): Promise<{ readonly name: string } | null>;
  resetPassword(input: ResetPasswordInput, from: Origin): Promise<void>;
  removeFactors(input: RemoveFactorsInput, actor: Actor): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param demo a simulated fleet has people without passwords, and only those
 * @param secrets by which what the console computes with is kept
 * @param settings of a provider by which people sign in, too
 */
export async function openAccess(
  environment: Environment,
  demo: boolean,
  secrets: Secrets,
  settings: ProviderSettings | null = null,
): Promise<Access> {
  await sealOld(environment, secrets);
  const provider = settings && new Provider(settings);
  const needProvider = (): Provider => {
    if (provider) return provider;
    throw new Refusal({
      code: "unsupported",
      message: "This console knows no provider to sign in with.",
      remedy: "Sign in with name and password.",
    });
  };
  const sessions = new Remembered(environment.clock, readSession(environment, demo));
  const keys = new Remembered(environment.clock, readKey(environment, demo));
  const forget = () => {
    sessions.forget();
    keys.forget();
  };
  const stop = await environment.db.listen(PEOPLE_CHANNEL, { onMessage: forget, onReconnect: forget });
  /** Here at once; elsewhere as soon as it is told. */
  const thenForget = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    forget();
    return answer;
  };
  /** What the people of the demo have no use for. */
  const real = async <T>(work: () => Promise<T>): Promise<T> => {
    if (demo) throw demoHasNoPasswords();
    return work();
  };
  return {
    find: (token, fresh) => sessions.find(token, fresh),
    whileSignedIn: (token, signal) => sessions.whileHeld(token, signal),
    findKey: (key, fresh) => keys.find(key, fresh),
    whileKeyHolds: (key, signal) => keys.whileHeld(key, signal),
    beginPasskey: (input, at, organisation, who) => real(() => beginPasskey(environment, input, at, organisation, who)),
    addPasskey: (token, input, at, who) => real(() => addPasskey(environment, token, input, at, who)),
    removePasskey: (input, who) => real(() => removePasskey(environment, input, provider !== null, who)),
    beginPasskeySignIn: (at, from) => real(() => beginPasskeySignIn(environment, at, from)),
    signInByPasskey: (token, response, at, from) => real(() => signInByPasskey(environment, token, response, at, from)),
    provider: settings,
    beginProviderSignIn: async (errand, redirectUri, from) =>
      beginProviderSignIn(environment, needProvider(), errand, redirectUri, from),
    providerErrand: (token) => errandOf(environment, token),
    signInByProvider: async (token, search, from) =>
      thenForget(signInByProvider(environment, needProvider(), token, search, from)),
    beginOwnProvider: (input, redirectUri, who) =>
      real(() => beginOwnProvider(environment, needProvider(), input, redirectUri, who)),
    addOwnProvider: (token, search, who) => real(() => addOwnProvider(environment, needProvider(), token, search, who)),
    removeOwnProvider: (input, who) =>
      thenForget(real(() => removeOwnProvider(environment, settings?.name ?? null, input, who))),
    createKey: (input, who) => createKey(environment, input, who),
    revokeOwnKey: (input, who) => thenForget(revokeOwnKey(environment, input, who)),
    revokeKeyOf: (input, actor) => thenForget(revokeKeyOf(environment, input, actor)),
    signIn: (input, from) => signIn(environment, input, from),
    signInByCode: (token, input, from) => signInByCode(environment, secrets, token, input, from),
    signInDemo: (role, from) => signInDemo(environment, role, from),
    signOut: (who) => thenForget(signOut(environment, who)),
    account: (who) => readAccount(environment, provider !== null, who),
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
    changePassword: (input, who) => thenForget(real(() => changePassword(environment, input, who))),
    beginCodes: (input, who) => real(() => beginCodes(environment, secrets, input, who)),
    codesBegun: (who, issuer) => codesBegun(environment, secrets, who, issuer),
    confirmCodes: (input, who) => real(() => confirmCodes(environment, secrets, input, who)),
    removeCodes: (input, who) => real(() => removeCodes(environment, input, who)),
    renewRecoveryCodes: (input, who) => real(() => renewRecoveryCodes(environment, input, who)),
    linkPassword: (input, actor) => real(() => linkPassword(environment, input, actor)),
    passwordLink: (token) => readPasswordLink(environment, token),
    resetPassword: (input, from) => thenForget(resetPassword(environment, input, from)),
    removeFactors: (input, actor) => thenForget(real(() => removeFactors(environment, input, actor))),
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

const demoHasNoPasswords = () =>
  new Refusal({
    code: "unsupported",
    message: "The demo signs in by one click: its people have no passwords, codes and passkeys.",
    remedy: "Start the console on real hosts to have them.",
  });
