import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { Gate } from "../../access/Gate";
import styles from "../../access/Gate.module.css";
import { NewPassword } from "../../access/NewPassword";
import { ProviderForm } from "../../access/ProviderForm";
import { ROLE_WORDS } from "../../access/role-words";
import { getServer } from "../../server/boot";
import { one, type Search } from "../../server/form";

export const metadata = { title: "Join" };

export default async function InvitationPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const search = await searchParams;
  const token = one(search.token) ?? "";
  const { access, configuration } = await getServer();
  const invited = await access.invitation(token);
  if (invited === null)
    return (
      <Gate title={configuration.organisation} refused={undefined} action="/sign-in">
        <p>This link was used already, or it is too old. Whoever is an owner can make a new one.</p>
        <a href="/sign-in">Sign in</a>
      </Gate>
    );
  return (
    <Gate
      title={configuration.organisation}
      refused={one(search.refused)}
      action="/api/invitation"
      after={access.provider ? <ProviderForm name={access.provider.name} fields={{ token }} /> : null}
    >
      <p>
        This link makes one {ROLE_WORDS[invited.role].name}: choose the name and the password that you will sign in with
        {access.provider ? `, or join through ${access.provider.name} below` : ""}.
      </p>
      <input type="hidden" name="token" value={token} />
      <div className={styles.fields}>
        <label>
          Name
          <input name="name" autoComplete="username" required maxLength={64} />
        </label>
        <NewPassword label="Password" />
      </div>
      <Button primary className={styles.press ?? ""} type="submit">
        Join as {ROLE_WORDS[invited.role].name.toLowerCase()}
      </Button>
    </Gate>
  );
}
