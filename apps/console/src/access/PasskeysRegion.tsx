import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Moment } from "../view/Moment";
import styles from "./Account.module.css";
import { NewPasskey } from "./NewPasskey";
import { type Proof, ProvenForm, SIGN_IN_AGAIN } from "./ProvenForm";

export interface PasskeysRegionProps {
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly rpId: string;
    readonly backedUp: boolean;
    readonly createdAtMs: number;
    readonly lastUsedAtMs: number | null;
  }[];
  /** Why none can be added here; null where one can. */
  readonly blockedBy: string | null;
  readonly proof: Proof;
}

/** What signs in without name, password and code. */
export function PasskeysRegion({ passkeys, blockedBy, proof }: PasskeysRegionProps): JSX.Element {
  return (
    <Region className={styles.region} title="Passkeys" note={passkeys.length === 0 ? "none" : passkeys.length}>
      <p className="mid">
        A passkey is kept by a phone, a computer or a key on a ring, which unlocks it for you alone. It signs you in
        without name, password and code, under the name of the console at which it was made.
      </p>
      <ul className={styles.rows}>
        {passkeys.map(({ id, name, rpId, backedUp, createdAtMs, lastUsedAtMs }) => (
          <li key={id}>
            <p>
              <b>{name}</b>, at {rpId}
              {backedUp ? ", with a copy at its maker" : ""}
            </p>
            <p className="mid">
              Made at <Moment atMs={createdAtMs} />;{" "}
              {lastUsedAtMs === null ? (
                "never used"
              ) : (
                <>
                  last used at <Moment atMs={lastUsedAtMs} />
                </>
              )}
              .
            </p>
            <ProvenForm
              action="/api/account/passkeys"
              proof={proof}
              label={
                <>
                  Remove<span className="vh"> the passkey {name}</span>
                </>
              }
            >
              <input type="hidden" name="passkeyId" value={id} />
            </ProvenForm>
          </li>
        ))}
      </ul>
      <NewPasskey
        asks={!proof.confirmed && proof.hasPassword}
        blockedBy={proof.blockedBy ?? blockedBy ?? (proof.confirmed || proof.hasPassword ? null : SIGN_IN_AGAIN)}
      />
    </Region>
  );
}
