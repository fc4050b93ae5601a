import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./Gate.module.css";

export interface ProviderFormProps {
  /** Of the provider. */
  readonly name: string;
  /** What it goes on with afterwards. */
  readonly fields: Readonly<Record<string, string>>;
}

/** In by way of a provider. */
export function ProviderForm({ name, fields }: ProviderFormProps): JSX.Element {
  return (
    <form className={styles.other} action="/api/session/provider" method="post">
      {Object.entries(fields).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      <Button className={styles.press ?? ""} type="submit">
        {"token" in fields ? "Join" : "Sign in"} through {name}
      </Button>
    </form>
  );
}
