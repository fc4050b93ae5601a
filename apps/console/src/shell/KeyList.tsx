"use client";
import { Dialog } from "@v-available/ui/Dialog";
import { type JSX, useRef } from "react";
import { useGo } from "./go";
import styles from "./KeyList.module.css";
import { KEY_LIST, useKeys } from "./keys";
import { PAGES } from "./page";

/** How long a `g` waits for its letter. */
const GO_WAIT_MS = 1_200;

/** The list behind "?", and the keys that work on every page. */
export function KeyList({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }): JSX.Element {
  const go = useGo();
  const goAtMs = useRef(0);
  useKeys((key, event) => {
    if (key === "?") {
      onOpen(true);
      return true;
    }
    if (key === "g") {
      goAtMs.current = event.timeStamp;
      return true;
    }
    const page = PAGES.find((candidate) => candidate.key === key);
    if (!page || event.timeStamp - goAtMs.current > GO_WAIT_MS) return false;
    goAtMs.current = 0;
    go(page.href);
    return true;
  });
  return (
    <Dialog open={open} width="narrow" title="Keys" onClose={() => onOpen(false)}>
      <dl className={styles.list}>
        {KEY_LIST.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
