import type { JSX } from "react";
import styles from "./Account.module.css";

/** Why what a form asked for was not done. */
export function Refusal({ sentence }: { readonly sentence: string | undefined }): JSX.Element | null {
  return sentence ? (
    <p role="alert" className={styles.refused}>
      {sentence}
    </p>
  ) : null;
}
