"use client";
import { Button } from "@v-available/ui/Button";
import { useRouter } from "next/navigation";
import { type FormEvent, type JSX, useState } from "react";
import styles from "./Account.module.css";
import { post, sentenceOf } from "./passkey-call";

export interface NewPasskeyProps {
  /** Whether the password is asked for. */
  readonly asks: boolean;
  readonly blockedBy: string | null;
}

/** Has a device make a passkey. What speaks to it is loaded when it is wanted. */
export function NewPasskey({ asks, blockedBy }: NewPasskeyProps): JSX.Element {
  const router = useRouter();
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { name, currentPassword } = Object.fromEntries(new FormData(form));
    setBusy(true);
    setRefused(null);
    try {
      const { startRegistration } = await import("@simplewebauthn/browser");
      const optionsJSON = await post<Parameters<typeof startRegistration>[0]["optionsJSON"]>(
        "/api/account/passkeys/begin",
        { currentPassword },
      );
      await post("/api/account/passkeys/finish", { name, response: await startRegistration({ optionsJSON }) });
      form.reset();
      router.refresh();
    } catch (error) {
      setRefused(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles.line} onSubmit={add}>
      {blockedBy === null ? (
        <label className="va-field">
          <span className={styles.name}>Name of the new passkey</span>
          <input name="name" required maxLength={64} placeholder="phone, key in the drawer" />
        </label>
      ) : null}
      {asks && blockedBy === null ? (
        <label className="va-field">
          <span className={styles.name}>Your password, as you signed in a while ago</span>
          <input name="currentPassword" type="password" autoComplete="current-password" required />
        </label>
      ) : null}
      <Button type="submit" blockedBy={blockedBy ?? (busy ? "The device is asked." : null)}>
        Add a passkey
      </Button>
      {refused === null ? null : (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
    </form>
  );
}
