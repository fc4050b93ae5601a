import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import type { SettingPart } from "./setting-part";

const IN_WINDOW = "in:";

/** Whether a machine goes back to its own host once that is well again, and when. */
export function FailbackField({ policy: { failback, windows }, onChange, error }: SettingPart): JSX.Element {
  const names = [...new Set(windows.map(({ name }) => name))];
  const waitsFor = typeof failback === "object" ? failback.window : null;
  return (
    <Field
      label="Back to its own host"
      hint={
        names.length === 0
          ? "To let it wait for a window, add one under Maintenance windows."
          : "Each move is a live migration; a machine stays on two copies meanwhile."
      }
      error={error("failback")}
    >
      {(control) => (
        <select
          {...control}
          value={waitsFor === null ? String(failback) : `${IN_WINDOW}${waitsFor}`}
          onChange={({ target: { value } }) =>
            onChange({
              failback: value.startsWith(IN_WINDOW)
                ? { window: value.slice(IN_WINDOW.length) }
                : value === "at-once"
                  ? "at-once"
                  : "stay",
            })
          }
        >
          <option value="stay">never: it stays where it was taken over</option>
          <option value="at-once">at once, when nothing is amiss</option>
          {names.map((name) => (
            <option key={name} value={`${IN_WINDOW}${name}`}>
              in the window {name}
            </option>
          ))}
          {waitsFor === null || names.includes(waitsFor) ? null : (
            <option value={`${IN_WINDOW}${waitsFor}`}>in the window {waitsFor}, which is not here</option>
          )}
        </select>
      )}
    </Field>
  );
}
