import { ROLES, type Role } from "@v-available/domain/role";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "./Account.module.css";
import { KeyList, type KeyListProps } from "./KeyList";
import { type Proof, ProvenForm } from "./ProvenForm";
import { ROLE_WORDS } from "./role-words";

export interface KeysRegionProps extends Pick<KeyListProps, "keys" | "sites" | "nowMs"> {
  readonly role: Role;
  readonly proof: Proof;
}

/** For programs: what they show instead of signing in. */
export function KeysRegion({ keys, sites, nowMs, role, proof }: KeysRegionProps): JSX.Element {
  return (
    <Region className={styles.region} title="Keys of programs" note={keys.length === 0 ? "none" : keys.length}>
      <p className="mid">
        A program shows a key and then acts in your name, within the role of the key and never beyond yours. It cannot
        sign in, nor change accounts. The audit log says which key it was.
      </p>
      <KeyList keys={keys} sites={sites} nowMs={nowMs} by={{ proof }} />
      <ProvenForm action="/api/account/keys" proof={proof} label={<>Make a key</>}>
        <label className="va-field">
          <span className={styles.name}>Name of the key</span>
          <input name="name" required maxLength={64} />
        </label>
        <label className="va-field">
          <span className={styles.name}>Role of the key</span>
          <select name="role" defaultValue="viewer">
            {ROLES.slice(0, ROLES.indexOf(role) + 1).map((one) => (
              <option key={one} value={one}>
                {ROLE_WORDS[one].name}
              </option>
            ))}
          </select>
        </label>
        <label className="va-field">
          <span className={styles.name}>Days until it is over, at most 365</span>
          <input name="days" type="number" inputMode="numeric" min={1} max={365} defaultValue={90} required />
        </label>
        {sites.length === 0 ? null : (
          <fieldset className={styles.sites}>
            <legend className={styles.name}>Changes things at (none chosen: wherever you may)</legend>
            {sites.map(({ id, name }) => (
              <label key={id}>
                <input type="checkbox" name="site" value={id} /> {name}
              </label>
            ))}
          </fieldset>
        )}
      </ProvenForm>
    </Region>
  );
}
