import { mayWithRole, ROLES } from "@v-available/domain/role";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { JSX } from "react";
import styles from "../../access/Account.module.css";
import { CodesRegion } from "../../access/CodesRegion";
import { KeysRegion } from "../../access/KeysRegion";
import { PasskeysRegion } from "../../access/PasskeysRegion";
import { PasswordRegion } from "../../access/PasswordRegion";
import { ProviderRegion } from "../../access/ProviderRegion";
import { Refusal } from "../../access/Refusal";
import { ROLE_WORDS } from "../../access/role-words";
import { SessionList } from "../../access/SessionList";
import { ToldOnce } from "../../access/ToldOnce";
import { getServer } from "../../server/boot";
import { consoleNameOf, NEEDS_A_NAME } from "../../server/console-name";
import { one, type Search } from "../../server/form";
import { toldIn } from "../../server/told-once";
import { whoAsks } from "../../server/who-asks";

export const metadata = { title: "My account" };

/** After a form, by the page's address. */
const CHANGED: Readonly<Record<string, string>> = {
  password: "The password was changed. Your other sessions ended.",
  codes: "No code is asked for any more.",
  "provider-joined": "You may sign in through the provider, too, from now on.",
  "provider-left": "You do not sign in through the provider any more. Your other sessions ended.",
};

export default async function AccountPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const [who, { access, configuration, demo }, search] = await Promise.all([whoAsks(), getServer(), searchParams]);
  if (who === null) redirect("/sign-in?next=/account");
  const { name, may } = ROLE_WORDS[who.role];
  const [account, begun] = await Promise.all([access.account(who), access.codesBegun(who, configuration.organisation)]);
  const { sessions } = account;
  const asked = await headers();
  const told = toldIn(asked);
  const proof = {
    hasPassword: account.hasPassword,
    confirmed: account.confirmedUntilMs !== null,
    blockedBy: demo ? "The demo signs in by one click: its people have no passwords, codes and passkeys." : null,
  };
  return (
    <div className={styles.account}>
      <h1 className="say">
        <b>{who.name}</b> is {name.toLowerCase()}
        {who.sites === "all" ? ", at all sites" : ""}.
      </h1>
      <Refusal sentence={one(search.refused)} />
      {one(search.changed) === undefined ? null : <p role="status">{CHANGED[one(search.changed) ?? ""]}</p>}
      {told?.kind === "recovery-codes" ? (
        <ToldOnce page="/account" title="Your recovery codes: each lets you in once without the phone.">
          <ul className={styles.codeList}>
            {told.codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </ToldOnce>
      ) : null}
      {told?.kind === "api-key" ? (
        <ToldOnce page="/account" title={`The key ${told.name}: give it to the program alone.`}>
          <code>{told.key}</code>
        </ToldOnce>
      ) : null}
      <p className="mid">
        {name}: {may}.
      </p>
      {demo ? (
        <form action="/api/session" method="post" className={styles.roles}>
          <p>This is the demo: be somebody else.</p>
          <input type="hidden" name="next" value="/account" />
          {ROLES.map((role) => (
            <Button
              key={role}
              type="submit"
              name="role"
              value={role}
              blockedBy={role === who.role ? "That is who you are now." : null}
            >
              {ROLE_WORDS[role].name}
            </Button>
          ))}
        </form>
      ) : null}
      {mayWithRole(who.role, "manage-people") ? <a href="/people">People, and what each may do</a> : null}
      {mayWithRole(who.role, "read-audit") ? <a href="/audit">Audit, who did what and was refused what</a> : null}
      <form action="/api/session/end" method="post">
        <Button type="submit">Sign out</Button>
      </form>
      <Region
        className={styles.region}
        title={sessions.length === 1 ? "Signed in once" : `Signed in ${sessions.length} times`}
      >
        <SessionList sessions={sessions} ownId={who.sessionId} of={null} />
        <form action="/api/account/sessions" method="post">
          <Button type="submit" blockedBy={sessions.length > 1 ? null : "There is no other session than this one."}>
            End all others
          </Button>
        </form>
      </Region>
      <PasswordRegion proof={proof} />
      <CodesRegion codes={account.codes} recoveryCodesLeft={account.recoveryCodesLeft} begun={begun} proof={proof} />
      <PasskeysRegion
        passkeys={account.passkeys}
        blockedBy={consoleNameOf(asked) === null ? NEEDS_A_NAME : null}
        proof={proof}
      />
      {access.provider === null && !account.provider.joined ? null : (
        <ProviderRegion house={access.provider?.name ?? null} {...account.provider} proof={proof} />
      )}
      <KeysRegion
        keys={account.keys}
        sites={account.sites}
        nowMs={Date.now()}
        role={who.role}
        // The demo has no password to ask for.
        proof={demo ? { hasPassword: false, confirmed: true, blockedBy: null } : proof}
      />
    </div>
  );
}
