import type { Role, Sites } from "@v-available/domain/role";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { Moment } from "../view/Moment";
import styles from "./Account.module.css";
import { type Proof, ProvenForm } from "./ProvenForm";
import { ROLE_WORDS } from "./role-words";

interface Key {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sites: Sites;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly lastUsedAtMs: number | null;
}
interface Named {
  readonly id: string;
  readonly name: string;
}

export interface KeyListProps {
  readonly keys: readonly Key[];
  readonly sites: readonly Named[];
  readonly nowMs: number;
  /** Whose they are and how they are revoked: one's own, or those of somebody else. */
  readonly by: { readonly proof: Proof } | { readonly person: Named };
}

/** Keys of programs, and the way to end them. */
export function KeyList({ keys, sites, nowMs, by }: KeyListProps): JSX.Element {
  const at = (of: Sites) =>
    of === "all"
      ? "all sites"
      : of.map((id) => sites.find((one) => one.id === id)?.name ?? "a site that is gone").join(", ") || "no site";
  return (
    <ul className={styles.rows}>
      {keys.map((key) => {
        const revoke = (
          <>
            Revoke<span className="vh"> the key {key.name}</span>
          </>
        );
        return (
          <li key={key.id}>
            <p>
              <b>{key.name}</b>, {ROLE_WORDS[key.role].name.toLowerCase()} at {at(key.sites)}
            </p>
            <p className="mid">
              Made at <Moment atMs={key.createdAtMs} />;{" "}
              {key.lastUsedAtMs === null ? (
                "never used"
              ) : (
                <>
                  last used at <Moment atMs={key.lastUsedAtMs} />
                </>
              )}
              ; {key.expiresAtMs <= nowMs ? "over since" : "over at"} <Moment atMs={key.expiresAtMs} />.
            </p>
            {"proof" in by ? (
              <ProvenForm action="/api/account/keys" proof={by.proof} label={revoke}>
                <input type="hidden" name="keyId" value={key.id} />
              </ProvenForm>
            ) : (
              <form action="/api/people/keys" method="post">
                <input type="hidden" name="personId" value={by.person.id} />
                <input type="hidden" name="keyId" value={key.id} />
                <Button small type="submit">
                  {revoke}
                </Button>
              </form>
            )}
          </li>
        );
      })}
    </ul>
  );
}
