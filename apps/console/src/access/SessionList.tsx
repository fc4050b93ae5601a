import { SIGN_IN_MEANS, type SignInMeans } from "@v-available/domain/sign-in-means";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { Moment } from "../view/Moment";
import styles from "./Account.module.css";
import { browserWords } from "./browser-words";

interface Session {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly means: SignInMeans;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
  readonly expiresAtMs: number;
}

export interface SessionListProps {
  readonly sessions: readonly Session[];
  /** The one that asks for this page. */
  readonly ownId: string;
  /** Whose they are, where they are not one's own. */
  readonly of: { readonly personId: string; readonly name: string } | null;
}

/** Where somebody is signed in, and the way to end that. */
export function SessionList({ sessions, ownId, of }: SessionListProps): JSX.Element {
  const action = of === null ? "/api/account/sessions" : "/api/people/sessions";
  return (
    <ul className={styles.rows}>
      {sessions.map((session) => {
        const browser = browserWords(session.agent);
        return (
          <li key={session.id}>
            <p>
              <b>{browser}</b>, from <span className="id">{session.address}</span>
              {session.id === ownId ? <b> (this one)</b> : null}
            </p>
            <p className="mid">
              Signed in {SIGN_IN_MEANS[session.means]} at <Moment atMs={session.createdAtMs} />; last used at{" "}
              <Moment atMs={session.lastUsedAtMs} />; ends by itself at <Moment atMs={session.expiresAtMs} />.
            </p>
            {of === null && session.id === ownId ? null : (
              <form action={action} method="post">
                {of === null ? null : <input type="hidden" name="personId" value={of.personId} />}
                <input type="hidden" name="sessionId" value={session.id} />
                <Button small type="submit">
                  End it
                  <span className="vh">
                    : {browser}, from {session.address}
                    {of === null ? "" : `, of ${of.name}`}
                  </span>
                </Button>
              </form>
            )}
          </li>
        );
      })}
    </ul>
  );
}
