import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import type { Screen } from "../../../../screen/use-screen";
import { Moment } from "../../../../view/Moment";
import styles from "./screen.module.css";

/** What is, and what comes next: spoken as it changes. */
export function ScreenLine({ screen }: { screen: Screen }): JSX.Element {
  const { state, movedFrom, mayNotType } = screen;
  return (
    <div className={styles.line}>
      <p role="status">
        {state.at === "connected" ? (
          <>
            Connected to <span className="id">{state.host}</span> since <Moment atMs={state.sinceMs} />.
            {movedFrom === null ? null : (
              <>
                {" "}
                The machine moved there from <span className="id">{movedFrom}</span>.
              </>
            )}
            {mayNotType === null ? null : ` You look only: ${mayNotType}`}
          </>
        ) : state.at === "connecting" ? (
          state.before === null ? (
            "The screen is being opened."
          ) : (
            `${state.before.what} It is being opened again.`
          )
        ) : (
          `${state.next.what} ${state.next.next}`
        )}
      </p>
      {state.at === "away" ? <Button onClick={screen.connect}>Open it now</Button> : null}
    </div>
  );
}
