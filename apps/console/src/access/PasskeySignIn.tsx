"use client";
import { Button } from "@v-available/ui/Button";
import { type JSX, useState } from "react";
import styles from "./Gate.module.css";
import { post, sentenceOf } from "./passkey-call";

export interface PasskeySignInProps {
  /** The page that was asked for. */
  readonly next: string;
  /** Why it cannot be done here; null where it can. */
  readonly blockedBy: string | null;
}

/** Signs in without name and password. What speaks to the device is loaded when it is wanted. */
export function PasskeySignIn({ next, blockedBy }: PasskeySignInProps): JSX.Element {
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const signIn = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const { startAuthentication } = await import("@simplewebauthn/browser");
      const optionsJSON = await post<Parameters<typeof startAuthentication>[0]["optionsJSON"]>(
        "/api/session/passkey/begin",
        {},
      );
      await post("/api/session/passkey", { response: await startAuthentication({ optionsJSON }) });
      window.location.assign(next);
    } catch (error) {
      setRefused(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        className={styles.press ?? ""}
        onClick={signIn}
        blockedBy={blockedBy ?? (busy ? "The device is asked." : null)}
      >
        Use a passkey
      </Button>
      {refused === null ? null : (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      )}
    </>
  );
}
