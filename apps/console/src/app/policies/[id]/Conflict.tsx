import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { policyDiff } from "@v-available/domain/policy-diff";
import type { RefusalDetail } from "@v-available/domain/refusal";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { DiffLines } from "./DiffLines";
import { shownOf } from "./PolicyPage";
import styles from "./policy.module.css";

/** Two people at once: what is there now, what is here, and a choice. Nothing of either is lost before it is made. */
export function Conflict({
  refused,
  view,
  mine,
  onKeep,
  onTake,
}: {
  refused: RefusalDetail;
  view: PolicyView;
  mine: Policy;
  onKeep: () => void;
  onTake: () => void;
}): JSX.Element {
  const theirs = shownOf(view);
  return (
    <section className={styles.conflict} role="alert">
      <b>{refused.message}</b>
      <p>
        Struck out is what {view.draft?.editedBy ?? view.versions[0]?.publishedBy ?? "somebody"} has written; bold is
        what you have.
      </p>
      <DiffLines lines={policyDiff(theirs, mine).filter(({ kind }) => kind !== "same")} />
      <div className={styles.row}>
        <Button onClick={onKeep}>Save mine over it</Button>
        <Button onClick={onTake}>Take theirs</Button>
      </div>
    </section>
  );
}
