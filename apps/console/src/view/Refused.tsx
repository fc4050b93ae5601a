import type { RefusalDetail } from "@v-available/domain/refusal";
import type { JSX } from "react";
import { refusalOf } from "../client/refusal";
import styles from "./Refused.module.css";

/** Words for an error that carries no refusal: nothing was heard. */
const SILENCE: RefusalDetail = {
  code: "unreachable",
  message: "The console did not answer.",
  remedy: "The hosts go on without it.",
};

export const detailOf = (error: unknown): RefusalDetail => refusalOf(error) ?? SILENCE;

/** What a change that was refused says, where the change was asked for. */
export function RefusedNote({ error }: { error: unknown }): JSX.Element | null {
  if (error === null || error === undefined) return null;
  const { message, remedy, limit } = detailOf(error);
  return (
    <p role="alert" className={styles.refused}>
      <b>{message}</b> {limit ? `Limit: ${limit}. ` : ""}
      {remedy ?? ""}
    </p>
  );
}
