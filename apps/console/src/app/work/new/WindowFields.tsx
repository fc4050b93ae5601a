import { WEEKDAYS } from "@v-available/domain/maintenance-window";
import { sentenceCase } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import styles from "../work.module.css";
import type { WindowText } from "./NewPlan";

const WEEKS = [
  { value: "", label: "every week" },
  { value: "1", label: "the first of a month" },
  { value: "2", label: "the second of a month" },
  { value: "3", label: "the third of a month" },
  { value: "4", label: "the fourth of a month" },
  { value: "5", label: "the fifth of a month" },
];

/** A stretch of time that comes again, by the clock on the wall of a place. */
export function WindowFields({
  window,
  onWindow,
  error,
}: {
  window: WindowText;
  onWindow: (window: WindowText) => void;
  error: (field: string) => string | undefined;
}): JSX.Element {
  const wrongDays = error("window.recurrence.weekdays");
  return (
    <>
      <fieldset className={styles.days}>
        <legend>On</legend>
        {WEEKDAYS.map((day) => (
          <label key={day}>
            <input
              type="checkbox"
              checked={window.weekdays.includes(day)}
              onChange={(event) =>
                onWindow({
                  ...window,
                  weekdays: WEEKDAYS.filter((one) =>
                    one === day ? event.target.checked : window.weekdays.includes(one),
                  ),
                })
              }
            />
            {sentenceCase(day)}
          </label>
        ))}
      </fieldset>
      {wrongDays === undefined ? null : (
        <p role="alert" className="va-field-error">
          {wrongDays}
        </p>
      )}
      <div className={styles.row}>
        <Field label="Which" error={error("window.recurrence.weekOfMonth")}>
          {(control) => (
            <select
              {...control}
              value={window.weekOfMonth ?? ""}
              onChange={(event) =>
                onWindow({
                  ...window,
                  weekOfMonth: event.target.value === "" ? null : (Number(event.target.value) as 1 | 2 | 3 | 4 | 5),
                })
              }
            >
              {WEEKS.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="From" error={error("window.recurrence.startMinuteOfDay")}>
          {(control) => (
            <input
              {...control}
              type="time"
              value={window.start}
              onChange={(event) => onWindow({ ...window, start: event.target.value })}
            />
          )}
        </Field>
        <Field label="For, in hours" error={error("window.recurrence.durationMinutes")}>
          {(control) => (
            <input
              {...control}
              inputMode="decimal"
              size={5}
              value={window.hours}
              onChange={(event) => onWindow({ ...window, hours: event.target.value })}
            />
          )}
        </Field>
        <Field label="By the clock of" hint="An IANA name, such as Europe/Oslo." error={error("window.timeZone")}>
          {(control) => (
            <input
              {...control}
              value={window.timeZone}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onWindow({ ...window, timeZone: event.target.value })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
