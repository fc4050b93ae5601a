import { mayWithRole, PERMISSIONS } from "@v-available/domain/role";
import { ErrorState } from "@v-available/ui/Notice";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { JSX } from "react";
import styles from "../../access/Account.module.css";
import { KeyList } from "../../access/KeyList";
import { PersonForm } from "../../access/PersonForm";
import { PersonHelp } from "../../access/PersonHelp";
import { PersonSessions } from "../../access/PersonSessions";
import { Refusal } from "../../access/Refusal";
import { ROLE_WORDS } from "../../access/role-words";
import { SecondPersonForm } from "../../access/SecondPersonForm";
import { ToldOnce } from "../../access/ToldOnce";
import { getServer } from "../../server/boot";
import { homeOf, one, type Search } from "../../server/form";
import { toldIn } from "../../server/told-once";
import { whoAsks } from "../../server/who-asks";

export const metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const [who, { access, demo }, search] = await Promise.all([whoAsks(), getServer(), searchParams]);
  if (who === null) redirect("/sign-in?next=%2Fpeople");
  const { least, words } = PERMISSIONS["manage-people"];
  if (!mayWithRole(who.role, "manage-people"))
    return (
      <section className={styles.account}>
        <h1 className="vh">People</h1>
        <ErrorState title="This page is for owners." remedy={`Ask somebody who is ${least}.`}>
          {who.name} is {who.role} and may not {words}.
        </ErrorState>
      </section>
    );
  const { people, sites, lossNeedsSecondPerson } = await access.people(who);
  const blockedBy = demo ? "The demo has one person for each role, and they stay as they are." : null;
  const noPasswords = demo ? "The demo signs in by one click: its people have no passwords, codes and passkeys." : null;
  const link = one(search.link);
  const asked = await headers();
  const home = homeOf(asked);
  const told = toldIn(asked);
  return (
    <div className={styles.account}>
      <h1 className="say">
        <b>{people.length === 1 ? "One person" : `${people.length} people`} may sign in.</b>
      </h1>
      <Refusal sentence={one(search.refused)} />
      {link ? (
        <p role="status">
          Give this link to one person; it holds for seven days and is not shown again:{" "}
          <code>{`${home}/invitation?token=${link}`}</code>
        </p>
      ) : null}
      {told?.kind === "password-link" ? (
        <ToldOnce page="/people" title={`Give this link to ${told.name}; it holds for a day.`}>
          <code>{`${home}/password?token=${told.token}`}</code>
        </ToldOnce>
      ) : null}
      <ul className={styles.people}>
        {people.map((person) => (
          <li key={person.id}>
            <h2>{person.name}</h2>
            <p className="mid">
              {person.disabledAtMs === null ? ROLE_WORDS[person.role].name : "Kept out"}, at{" "}
              {person.sites === null ? "all sites" : person.sites.map(({ name }) => name).join(", ")}
              {person.lockedUntilMs === null ? "" : "; locked after wrong passwords, any change ends that"}.
            </p>
            <PersonSessions person={person} ownId={who.sessionId} />
            {person.keys.length === 0 ? null : (
              <details className={styles.more}>
                <summary>
                  {person.keys.length === 1 ? "One key" : `${person.keys.length} keys`}
                  <span className="vh"> of {person.name}</span>
                </summary>
                <KeyList keys={person.keys} sites={sites} nowMs={Date.now()} by={{ person }} />
              </details>
            )}
            <PersonHelp person={person} blockedBy={noPasswords} />
            <PersonForm person={person} sites={sites} blockedBy={blockedBy} />
          </li>
        ))}
        <li>
          <h2>Invite somebody</h2>
          <PersonForm person={null} sites={sites} blockedBy={blockedBy} />
        </li>
      </ul>
      <h2>Losses</h2>
      <SecondPersonForm needed={lossNeedsSecondPerson} />
    </div>
  );
}
