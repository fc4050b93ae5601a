import { Dialog } from "@v-available/ui/Dialog";
import type { JSX } from "react";
import styles from "./KeyList.module.css";

/** One row of the key list; every key has a button somewhere as well. */
const KEY_LIST = [
  { keys: ["⌘", "K"], does: "find or do; with Ctrl as well" },
  { keys: ["g", "o"], does: "overview" },
  { keys: ["g", "m"], does: "machines" },
  { keys: ["g", "p"], does: "pairs" },
  { keys: ["g", "y"], does: "policies" },
  { keys: ["g", "f"], does: "faults" },
  { keys: ["g", "d"], does: "drills" },
  { keys: ["g", "w"], does: "planned work" },
  { keys: ["g", "l"], does: "fault lab" },
  { keys: ["j"], does: "next" },
  { keys: ["k"], does: "previous" },
  { keys: ["enter"], does: "open" },
  { keys: ["esc"], does: "back, or clear the filter" },
  { keys: ["/"], does: "filter" },
  { keys: ["a"], does: "acknowledge, and again to undo" },
  { keys: ["s"], does: "shelve until a time, and again to take it off" },
  { keys: ["w"], does: "what if, on the page of a pair" },
  { keys: ["?"], does: "this list" },
] as const;

/** The list behind "?". */
export function KeyList({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog open width="narrow" title="Keys" onClose={onClose}>
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
