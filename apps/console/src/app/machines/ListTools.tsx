"use client";
import type { MachinePage } from "@v-available/api/view/machine";
import { countWords, numberWords } from "@v-available/domain/wording";
import { type JSX, Suspense } from "react";
import { lazily } from "../../client/lazily";
import { Clock } from "../../client/Zone";
import styles from "./ListTools.module.css";
import type { Choice } from "./use-choice";
import { ListLook } from "./views/ListLook";
import type { ShownList } from "./views/ViewsDialog";

const BulkActions = lazily(() => import("./bulk/BulkActions").then(({ BulkActions }) => BulkActions));

/** What is chosen, and in which order it is read. Always as high, so that the list below stays where it is. */
export function ListTools({
  page,
  isUnanswered,
  choice,
  shown,
  onColumns,
  onPutInOrder,
}: {
  page: MachinePage;
  /** What is shown answers the question before: the last one was not answered. */
  isUnanswered: boolean;
  choice: Choice;
  shown: ShownList;
  onColumns: (columns: ShownList["columns"]) => void;
  onPutInOrder: () => void;
}): JSX.Element {
  const chosen = choice.count(page.total);
  const { isOfNow, atMs } = page.order;
  return (
    <div className={styles.tools} role="toolbar" aria-label="List of machines">
      <p className={styles.says} role="status">
        {choice.refused ??
          (isUnanswered ? (
            "The server did not answer; the list is that of before."
          ) : chosen > 0 ? (
            `${countWords(chosen, "machine")} chosen.`
          ) : isOfNow ? (
            ""
          ) : (
            <>
              Order of <Clock atMs={atMs} />; it has changed since.
            </>
          ))}
      </p>
      {isOfNow && !isUnanswered ? null : (
        <button type="button" className="as-link" onClick={onPutInOrder}>
          {isUnanswered ? "Ask again" : "Put in order"}
        </button>
      )}
      {chosen > 0 && chosen < page.total ? (
        <button type="button" className="as-link" onClick={choice.all}>
          Choose all {numberWords(page.total)}
        </button>
      ) : null}
      {chosen > 0 ? (
        <button type="button" className="as-link" onClick={choice.clear}>
          Choose none
        </button>
      ) : null}
      {chosen > 0 ? (
        <Suspense fallback={null}>
          <BulkActions choice={choice} question={shown} />
        </Suspense>
      ) : null}
      <span className={styles.look}>
        <ListLook shown={shown} onColumns={onColumns} />
      </span>
    </div>
  );
}
