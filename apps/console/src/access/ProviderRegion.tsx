import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import styles from "./Account.module.css";
import { type Proof, ProvenForm } from "./ProvenForm";

const ACTION = "/api/account/provider";

export interface ProviderRegionProps {
  /** Of the provider; null where the console knows none any more. */
  readonly house: string | null;
  readonly joined: boolean;
  readonly cannotLeaveBecause: string | null;
  readonly proof: Proof;
}

/** Whether whoever a provider names signs in as this person. */
export function ProviderRegion({ house, joined, cannotLeaveBecause, proof }: ProviderRegionProps): JSX.Element {
  const name = house ?? "the provider";
  return (
    <Region className={styles.region} title={`Sign-in through ${name}`} note={joined ? "joined" : "not joined"}>
      {joined ? (
        <>
          <p className="mid">
            {house === null
              ? "You were joined to a provider that this console knows no more: nobody signs in that way now."
              : `Whoever ${name} signs in as you there comes in here as you, without password and code of this console.`}{" "}
            Taking it off ends your other sessions. Your role and your sites stay.
          </p>
          <ProvenForm action={ACTION} proof={proof} blockedBy={cannotLeaveBecause} label={<>Take {name} off</>}>
            <input type="hidden" name="do" value="leave" />
          </ProvenForm>
        </>
      ) : (
        <>
          <p className="mid">
            {name} asks you who you are there. From then on you may sign in through it, too; your role and your sites
            stay as they are here.
          </p>
          <ProvenForm action={ACTION} proof={proof} label={<>Join {name}</>}>
            <input type="hidden" name="do" value="join" />
          </ProvenForm>
        </>
      )}
    </Region>
  );
}
