import { Button } from "@v-available/ui/Button";
import { Region } from "@v-available/ui/Region";
import type { JSX } from "react";
import { Moment } from "../view/Moment";
import styles from "./Account.module.css";
import { type Proof, ProvenForm } from "./ProvenForm";
import { QrCode } from "./QrCode";

const ACTION = "/api/account/codes";

export interface CodesRegionProps {
  readonly codes: boolean;
  readonly recoveryCodesLeft: number;
  /** What is being set up. */
  readonly begun: { readonly secret: string; readonly uri: string; readonly expiresAtMs: number } | null;
  readonly proof: Proof;
}

/** Codes of an application on a phone, asked for after the password. */
export function CodesRegion(props: CodesRegionProps): JSX.Element {
  return (
    <Region
      className={styles.region}
      title={<span id="codes">Codes after the password</span>}
      note={props.codes ? "set up" : "not set up"}
    >
      {props.codes ? (
        <Standing {...props} />
      ) : props.begun ? (
        <Begun {...props} begun={props.begun} />
      ) : (
        <None {...props} />
      )}
    </Region>
  );
}

function None({ proof }: CodesRegionProps): JSX.Element {
  return (
    <>
      <p className="mid">
        With codes, whoever learns your password cannot come in without your phone. Any application that shows codes
        (TOTP) will do.
      </p>
      <ProvenForm action={ACTION} proof={proof} label={<>Set codes up</>}>
        <input type="hidden" name="do" value="begin" />
      </ProvenForm>
    </>
  );
}

function Begun({ begun, proof }: CodesRegionProps & { begun: NonNullable<CodesRegionProps["begun"]> }): JSX.Element {
  return (
    <div className={styles.setUp}>
      <QrCode text={begun.uri} label="What the application reads with the camera; the same is written beside it." />
      <div>
        <p>
          Read this with the application, or type{" "}
          <code className={styles.secret}>{begun.secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code> into it. Then type the
          code that it shows. Nothing is asked for at the next sign-in unless that is done by{" "}
          <Moment atMs={begun.expiresAtMs} />.
        </p>
        <form action={ACTION} method="post" className={styles.line}>
          <input type="hidden" name="do" value="confirm" />
          <label className="va-field">
            <span className={styles.name}>Code of six digits</span>
            <input name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={9} />
          </label>
          <Button primary type="submit">
            Confirm
          </Button>
        </form>
        <ProvenForm action={ACTION} proof={proof} label={<>Begin anew with another picture</>}>
          <input type="hidden" name="do" value="begin" />
        </ProvenForm>
      </div>
    </div>
  );
}

function Standing({ recoveryCodesLeft, proof }: CodesRegionProps): JSX.Element {
  return (
    <>
      <p className="mid">
        After your password the console asks for a code of your application.{" "}
        {recoveryCodesLeft === 0
          ? "No recovery code is left: without the phone only an owner can let you in."
          : `${recoveryCodesLeft} recovery ${recoveryCodesLeft === 1 ? "code is" : "codes are"} left for the day it is lost.`}
      </p>
      <ProvenForm action={ACTION} proof={proof} label={<>Make new recovery codes</>}>
        <input type="hidden" name="do" value="renew" />
      </ProvenForm>
      <ProvenForm action={ACTION} proof={proof} label={<>Ask for no codes any more</>}>
        <input type="hidden" name="do" value="remove" />
      </ProvenForm>
    </>
  );
}
