import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./Account.module.css";
import { SessionList, type SessionListProps } from "./SessionList";

export interface PersonSessionsProps {
  readonly person: { readonly id: string; readonly name: string; readonly sessions: SessionListProps["sessions"] };
  readonly ownId: string;
}

/** Where somebody else is signed in, for an owner. */
export function PersonSessions({ person, ownId }: PersonSessionsProps): JSX.Element {
  const { id, name, sessions } = person;
  if (sessions.length === 0) return <p className="mid">Signed in nowhere.</p>;
  return (
    <details className={styles.more}>
      <summary>
        Signed in {sessions.length === 1 ? "once" : `${sessions.length} times`}
        <span className="vh">: {name}</span>
      </summary>
      <SessionList sessions={sessions} ownId={ownId} of={{ personId: id, name }} />
      <form action="/api/people/sessions" method="post">
        <input type="hidden" name="personId" value={id} />
        <Button small type="submit">
          End all sessions<span className="vh"> of {name}</span>
        </Button>
      </form>
    </details>
  );
}
