import { type Recurrence, WEEKDAYS } from "@v-available/domain/maintenance-window";
import { sentenceCase } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import { NumberInput } from "./NumberInput";
import { minuteOfDay, timeOfDay } from "./time-of-day";
import styles from "./WindowFields.module.css";

export interface WeeklyWindow {
  /** An IANA name: "Europe/Oslo". */
  readonly timeZone: string;
  readonly recurrence: Extract<Recurrence, { kind: "weekly" }>;
}

const WEEKS = [
  { value: "", label: "every week" },
  { value: "1", label: "the first of a month" },
  { value: "2", label: "the second of a month" },
  { value: "3", label: "the third of a month" },
  { value: "4", label: "the fourth of a month" },
  { value: "5", label: "the fifth of a month" },
];

/**
 * A stretch of time that comes again, by the clock on the wall of a place.
 * @param error what is wrong with a field of the window, by its path in it
 */
export function WindowFields({
  window: { timeZone, recurrence },
  onWindow,
  error,
}: {
  window: WeeklyWindow;
  onWindow: (window: WeeklyWindow) => void;
  error: (field: string) => string | undefined;
}): JSX.Element {
  const set = (change: Partial<WeeklyWindow["recurrence"]>): void =>
    onWindow({ timeZone, recurrence: { ...recurrence, ...change } });
  const wrongDays = error("recurrence.weekdays");
  return (
    <>
      <fieldset className={styles.days}>
        <legend>On</legend>
        {WEEKDAYS.map((day) => (
          <label key={day}>
            <input
              type="checkbox"
              checked={recurrence.weekdays.includes(day)}
              onChange={(event) =>
                set({
                  weekdays: WEEKDAYS.filter((one) =>
                    one === day ? event.target.checked : recurrence.weekdays.includes(one),
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
        <Field label="Which" error={error("recurrence.weekOfMonth")}>
          {(control) => (
            <select
              {...control}
              value={recurrence.weekOfMonth ?? ""}
              onChange={(event) =>
                set({
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
        <Field label="From" error={error("recurrence.startMinuteOfDay")}>
          {(control) => (
            <input
              {...control}
              type="time"
              value={timeOfDay(recurrence.startMinuteOfDay)}
              onChange={(event) => set({ startMinuteOfDay: minuteOfDay(event.target.value) })}
            />
          )}
        </Field>
        <Field label="For, in hours" error={error("recurrence.durationMinutes")}>
          {(control) => (
            <NumberInput
              control={control}
              size={5}
              per={60}
              value={recurrence.durationMinutes}
              onValue={(durationMinutes) => set({ durationMinutes })}
            />
          )}
        </Field>
        <Field label="By the clock of" hint="An IANA name, such as Europe/Oslo." error={error("timeZone")}>
          {(control) => (
            <input
              {...control}
              value={timeZone}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onWindow({ timeZone: event.target.value, recurrence })}
            />
          )}
        </Field>
      </div>
    </>
  );
}
