import { ROLES, type Role } from "@v-available/domain/role";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import styles from "./Account.module.css";
import { ROLE_WORDS } from "./role-words";

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface PersonFormProps {
  /** Null for one who is not there yet. */
  readonly person:
    | (Named & { readonly role: Role; readonly sites: readonly Named[] | null; readonly disabledAtMs: number | null })
    | null;
  readonly sites: readonly Named[];
  /** Why it cannot be done; null where it can. */
  readonly blockedBy: string | null;
}

/** What a person may do, and where. */
export function PersonForm({ person, sites, blockedBy }: PersonFormProps): JSX.Element {
  const of = person === null ? "" : ` of ${person.name}`;
  return (
    <form action="/api/people" method="post" className={styles.form}>
      {person === null ? null : <input type="hidden" name="personId" value={person.id} />}
      <label>
        Role<span className="vh">{of}</span>{" "}
        <select name="role" defaultValue={person?.role ?? "viewer"}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {ROLE_WORDS[role].name}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>
          Changes things at<span className="vh">, sites{of}</span> (none chosen: at all sites)
        </legend>
        {sites.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              name="site"
              value={id}
              defaultChecked={person?.sites?.some((site) => site.id === id) ?? false}
            />{" "}
            {name}
          </label>
        ))}
      </fieldset>
      {person === null ? null : (
        <label>
          <input type="checkbox" name="disabled" defaultChecked={person.disabledAtMs !== null} /> Kept out
          <span className="vh">: {person.name}</span>
        </label>
      )}
      <Button type="submit" primary={person === null} blockedBy={blockedBy}>
        {person === null ? "Make a link" : "Change and sign out"}
        <span className="vh">{person === null ? "" : ` ${person.name}`}</span>
      </Button>
    </form>
  );
}
