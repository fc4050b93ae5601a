import type { PolicyWindow } from "@v-available/domain/policy";
import { POLICY_LIMITS } from "@v-available/domain/policy-limit";
import { Button } from "@v-available/ui/Button";
import type { JSX } from "react";
import { HERE } from "../../../../view/time-of-day";
import styles from "./setting.module.css";
import type { SettingPart } from "./setting-part";
import { WindowItem } from "./WindowItem";

/** Sunday from 02:00 to 05:00 by the clock of whoever adds it, under a name that is free. */
function newWindow(names: readonly string[]): PolicyWindow {
  const free = Array.from({ length: names.length + 1 }, (_, at) => `Window ${at + 1}`);
  return {
    name: free.find((name) => !names.includes(name)) ?? "Window",
    timeZone: HERE,
    recurrence: {
      ...{ kind: "weekly", weekdays: ["sunday"], weekOfMonth: null },
      ...{ startMinuteOfDay: 2 * 60, durationMinutes: 3 * 60 },
    },
  };
}

/** When planned work and drills may begin; none: at any time. */
export function WindowList({ policy: { windows, failback }, onChange, error }: SettingPart): JSX.Element {
  const change = (at: number, window: PolicyWindow): void => {
    const was = windows[at]?.name;
    onChange({
      windows: windows.map((one, other) => (other === at ? window : one)),
      // What waits for it goes on waiting for it under its new name.
      ...(typeof failback === "object" && failback.window === was ? { failback: { window: window.name } } : {}),
    });
  };
  return (
    <>
      {windows.map((window, at) => (
        <WindowItem
          // Windows have no other name than the one that is being typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          window={window}
          number={at + 1}
          onWindow={(next) => change(at, next)}
          onRemove={() => onChange({ windows: windows.filter((_, other) => other !== at) })}
          error={(field) => error(`windows.${at}.${field}`)}
        />
      ))}
      <div>
        <Button
          blockedBy={
            windows.length < POLICY_LIMITS.windows
              ? null
              : `A policy has at most ${POLICY_LIMITS.windows} windows. Remove one first.`
          }
          onClick={() => onChange({ windows: [...windows, newWindow(windows.map(({ name }) => name))] })}
        >
          Add a window
        </Button>
      </div>
      <p className={`sub ${styles.note}`}>
        Outside of them planned work and drills wait, or begin by a consent that names the machine. What a fault needs
        never waits.
      </p>
    </>
  );
}
