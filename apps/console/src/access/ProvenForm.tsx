import { Button } from "@v-available/ui/Button";
import type { JSX, ReactNode } from "react";
import styles from "./Account.module.css";

/** What whoever is signed in has to prove before something about signing in is changed. */
export interface Proof {
  readonly hasPassword: boolean;
  /** True for five minutes after a sign-in or a password that was given. */
  readonly confirmed: boolean;
  /** Why it cannot be done at all; null where it can. */
  readonly blockedBy: string | null;
}

export const SIGN_IN_AGAIN = "You signed in more than five minutes ago: sign out and in again, then do it.";

export interface ProvenFormProps {
  readonly action: string;
  readonly proof: Proof;
  /** On the button. */
  readonly label: ReactNode;
  readonly primary?: boolean;
  readonly blockedBy?: string | null;
  readonly children?: ReactNode;
}

/** A form that asks for one's password where the sign-in was a while ago. */
export function ProvenForm({ action, proof, label, primary, blockedBy, children }: ProvenFormProps): JSX.Element {
  const asks = !proof.confirmed && proof.hasPassword && proof.blockedBy === null;
  const blocked = proof.blockedBy ?? blockedBy ?? (proof.confirmed || proof.hasPassword ? null : SIGN_IN_AGAIN);
  return (
    <form action={action} method="post" className={styles.line}>
      {children}
      {asks ? (
        <label className="va-field">
          <span className={styles.name}>Your password, as you signed in a while ago</span>
          <input name="currentPassword" type="password" autoComplete="current-password" required />
        </label>
      ) : null}
      <Button type="submit" primary={primary ?? false} blockedBy={blocked}>
        {label}
      </Button>
    </form>
  );
}
