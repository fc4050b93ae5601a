import type { JSX, ReactNode } from "react";
import styles from "./Gate.module.css";

export interface GateProps {
  readonly title: string;
  /** Why the last try was refused. */
  readonly refused: string | undefined;
  readonly action: string;
  readonly children: ReactNode;
  /** Other ways in, which are no part of the form. */
  readonly after?: ReactNode;
}

/** How one comes in: a plain form, which works before any script has been read. */
export function Gate({ title, refused, action, children, after }: GateProps): JSX.Element {
  return (
    <div className={styles.pair}>
      <i className={styles.witness} />
      <div className={styles.first}>
        <p>
          Two hosts,
          <br />
          one machine.
        </p>
        <p>
          The machines go on whether or not anyone is signed in. Hosts and their witness decide; this console shows,
          predicts and asks.
        </p>
      </div>
      <div className={styles.links} aria-hidden="true">
        <i />
        <i />
      </div>
      <main className={styles.second}>
        <form className={styles.form} action={action} method="post">
          <h1>{title}</h1>
          {refused ? (
            <p role="alert" className={styles.refused}>
              {refused}
            </p>
          ) : null}
          {children}
        </form>
        {after}
      </main>
      <i className={styles.identity} />
    </div>
  );
}
