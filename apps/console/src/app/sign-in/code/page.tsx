import { Button } from "@v-available/ui/Button";
import { redirect } from "next/navigation";
import type { JSX } from "react";
import { Gate } from "../../../access/Gate";
import styles from "../../../access/Gate.module.css";
import { getServer } from "../../../server/boot";
import { one, pageOf, type Search } from "../../../server/form";
import { whoAsks } from "../../../server/who-asks";

export const metadata = { title: "Sign in: the code" };

export default async function CodePage({ searchParams }: { searchParams: Search }): Promise<JSX.Element> {
  const search = await searchParams;
  const next = pageOf(one(search.next));
  if ((await whoAsks()) !== null) redirect(next);
  const { configuration } = await getServer();
  return (
    <Gate title={configuration.organisation} refused={one(search.refused)} action="/api/session/code">
      <p>The password is right. Now the code that your application shows; each counts once, for half a minute.</p>
      <input type="hidden" name="next" value={next} />
      <div className={styles.fields}>
        <label>
          Code of six digits, or a recovery code
          {/* biome-ignore lint/a11y/noAutofocus: the page is this form and nothing else */}
          <input name="code" autoComplete="one-time-code" required maxLength={40} autoFocus />
        </label>
      </div>
      <Button primary className={styles.press ?? ""} type="submit">
        Sign in
      </Button>
      <p className="sub">
        Whoever has lost both asks an owner. <a href="/sign-in">Begin anew</a>
      </p>
    </Gate>
  );
}
