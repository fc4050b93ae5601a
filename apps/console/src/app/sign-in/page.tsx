import { ROLES } from "@v-available/domain/role";
import { Button } from "@v-available/ui/Button";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { JSX } from "react";
import { Gate } from "../../access/Gate";
import styles from "../../access/Gate.module.css";
import { PasskeySignIn } from "../../access/PasskeySignIn";
import { ProviderForm } from "../../access/ProviderForm";
import { ROLE_WORDS } from "../../access/role-words";
import { getServer } from "../../server/boot";
import { consoleNameOf, NEEDS_A_NAME } from "../../server/console-name";
import { one, pageOf, type Search } from "../../server/form";
import { whoAsks } from "../../server/who-asks";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const search = await searchParams;
  const next = pageOf(one(search.next));
  if ((await whoAsks()) !== null) redirect(next);
  const { access, configuration, demo } = await getServer();
  const { provider } = access;
  return (
    <Gate
      title={configuration.organisation}
      refused={one(search.refused)}
      action="/api/session"
      after={provider ? <ProviderForm name={provider.name} fields={{ next }} /> : null}
    >
      <input type="hidden" name="next" value={next} />
      {demo ? (
        <>
          <p>
            This is the demo: simulated hosts and no passwords. Come in as whoever you like to be; the tour needs the
            owner.
          </p>
          <div className={styles.roles}>
            {ROLES.toReversed().map((role) => (
              <Button
                key={role}
                primary={role === "owner"}
                type="submit"
                className={styles.press ?? ""}
                name="role"
                value={role}
              >
                <b>{ROLE_WORDS[role].name}</b>
                <span>{ROLE_WORDS[role].may}</span>
              </Button>
            ))}
          </div>
        </>
      ) : (
        <>
          <div className={styles.fields}>
            <label>
              Name
              {/* biome-ignore lint/a11y/noAutofocus: the page is this form and nothing else */}
              <input name="name" autoComplete="username" required autoFocus />
            </label>
            <label>
              Password
              <input name="password" type="password" autoComplete="current-password" required />
            </label>
          </div>
          <Button primary className={styles.press ?? ""} type="submit">
            Sign in
          </Button>
          <PasskeySignIn next={next} blockedBy={consoleNameOf(await headers()) === null ? NEEDS_A_NAME : null} />
        </>
      )}
      <p className="sub">Signing in, and all that is done here, is in the record.</p>
    </Gate>
  );
}
