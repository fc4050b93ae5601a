import type { PolicyWindow } from "@v-available/domain/policy";
import { Button } from "@v-available/ui/Button";
import { Field } from "@v-available/ui/Field";
import { Segmented } from "@v-available/ui/Segmented";
import type { JSX } from "react";
import { HERE, localText, momentOf } from "../../../../view/time-of-day";
import { type WeeklyWindow, WindowFields } from "../../../../view/WindowFields";
import styles from "./setting.module.css";

const WEEKLY: WeeklyWindow["recurrence"] = {
  ...{ kind: "weekly", weekdays: ["sunday"], weekOfMonth: null },
  ...{ startMinuteOfDay: 2 * 60, durationMinutes: 3 * 60 },
};
/** Nobody has said when yet: the fields are empty, and the server asks for both. */
const ONCE = { kind: "once", fromMs: Number.NaN, untilMs: Number.NaN } as const;
const ENDS = [
  { end: "fromMs", label: "From" },
  { end: "untilMs", label: "Until" },
] as const;

/** One window: its name, and when it is open. */
export function WindowItem({
  window,
  number,
  onWindow,
  onRemove,
  error,
}: {
  window: PolicyWindow;
  /** Its place in the list: spoken while it has no name. */
  number: number;
  onWindow: (window: PolicyWindow) => void;
  onRemove: () => void;
  error: (field: string) => string | undefined;
}): JSX.Element {
  const { name, timeZone, recurrence } = window;
  const spoken = name.trim() === "" ? `window ${number}` : name;
  return (
    <fieldset className={styles.window} aria-label={spoken}>
      <div className={styles.top}>
        <Field label="Name of the window" error={error("name")}>
          {(control) => (
            <input
              {...control}
              value={name}
              autoComplete="off"
              onChange={(event) => onWindow({ ...window, name: event.target.value })}
            />
          )}
        </Field>
        <Button aria-label={`Remove ${spoken}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
      <Segmented
        label={`${spoken} opens`}
        options={[
          { value: "weekly", label: "again and again" },
          { value: "once", label: "once" },
        ]}
        value={recurrence.kind}
        onChange={(kind) => {
          if (kind !== recurrence.kind) onWindow({ ...window, recurrence: kind === "once" ? ONCE : WEEKLY });
        }}
      />
      {recurrence.kind === "weekly" ? (
        <WindowFields
          window={{ timeZone, recurrence }}
          onWindow={(weekly) => onWindow({ ...weekly, name })}
          error={error}
        />
      ) : (
        <div className={styles.top}>
          {ENDS.map(({ end, label }) => (
            <Field key={end} label={`${label}, ${HERE}`} error={error(`recurrence.${end}`)}>
              {(control) => (
                <input
                  {...control}
                  type="datetime-local"
                  value={localText(recurrence[end])}
                  onChange={(event) =>
                    onWindow({ ...window, recurrence: { ...recurrence, [end]: momentOf(event.target.value) } })
                  }
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </fieldset>
  );
}
