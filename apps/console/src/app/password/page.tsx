import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { Gate } from "../../access/Gate";
import styles from "../../access/Gate.module.css";
import { NewPassword } from "../../access/NewPassword";
import { getServer } from "../../server/boot";
import { one, type Search } from "../../server/form";

export const metadata = { title: "New password" };

export default async function PasswordPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const search = await searchParams;
  const token = one(search.token) ?? "";
  const { access, configuration } = await getServer();
  const of = await access.passwordLink(token);
  if (of === null)
    return (
      <Gate title={configuration.organisation} refused={undefined} action="/sign-in">
        <p>This link was used already, or it is too old. Whoever is an owner can make a new one.</p>
        <a href="/sign-in">Sign in</a>
      </Gate>
    );
  return (
    <Gate title={configuration.organisation} refused={one(search.refused)} action="/api/password">
      <p>
        {of.name}: choose a new password. Then sign in with it, here and wherever you were signed in; a code is asked
        for as before.
      </p>
      <input type="hidden" name="token" value={token} />
      <div className={styles.fields}>
        <NewPassword label="New password" />
      </div>
      <Button primary className={styles.press ?? ""} type="submit">
        Choose it
      </Button>
    </Gate>
  );
}
