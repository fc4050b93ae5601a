import { mayWithRole, ROLES } from "@v-available/domain/role";
import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import { redirect } from "next/navigation";
import type { JSX } from "react";
import styles from "../../access/Account.module.css";
import { Refusal } from "../../access/Refusal";
import { ROLE_WORDS } from "../../access/role-words";
import { SessionList } from "../../access/SessionList";
import { getServer } from "../../server/boot";
import { one, type Search } from "../../server/form";
import { whoAsks } from "../../server/who-asks";

export const metadata = { title: "My account" };

export default async function AccountPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const [who, { access, demo }, search] = await Promise.all([whoAsks(), getServer(), searchParams]);
  if (who === null) redirect("/sign-in?next=/account");
  const { name, may } = ROLE_WORDS[who.role];
  const { sessions } = await access.account(who);
  return (
    <div className={styles.account}>
      <h1 className="say">
        <b>{who.name}</b> is {name.toLowerCase()}
        {who.sites === "all" ? ", at all sites" : ""}.
      </h1>
      <Refusal sentence={one(search.refused)} />
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
    </div>
  );
}
