import { Button } from "@v-available/ui/Button";
import type { JSX, ReactNode } from "react";
import styles from "./Account.module.css";

export interface ToldOnceProps {
  /** What it is, and for whom. */
  readonly title: string;
  /** The page it stands on. */
  readonly page: string;
  readonly children: ReactNode;
}

/** What is kept as a hash and can be read here alone. */
export function ToldOnce({ title, page, children }: ToldOnceProps): JSX.Element {
  return (
    <section className={styles.told} role="status" aria-label={title}>
      <p>
        <b>{title}</b> It stands here for two minutes and is not shown again.
      </p>
      {children}
      <form action="/api/account/told" method="post">
        <input type="hidden" name="next" value={page} />
        <Button small type="submit">
          I have kept it
        </Button>
      </form>
    </section>
  );
}
