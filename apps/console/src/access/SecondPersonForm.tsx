import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./Account.module.css";

/** Whether a loss needs two people: for the owner, who sets it. */
export function SecondPersonForm({ needed }: { needed: boolean }): JSX.Element {
  return (
    <form action="/api/people/second-person" method="post" className={styles.line}>
      <input type="hidden" name="needed" value={needed ? "no" : "yes"} />
      <p>
        {needed
          ? "A loss needs a second person: who declares one waits until somebody else agrees."
          : "One person alone may declare a loss, with a typed reason."}
      </p>
      <Button small type="submit">
        {needed ? "Let one person do" : "Ask for a second person"}
      </Button>
    </form>
  );
}
