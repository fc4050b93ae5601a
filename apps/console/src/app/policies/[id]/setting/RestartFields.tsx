import { POLICY_LIMITS } from "@v-available/domain/policy-limit";
import { RESTART_WAIT_MS } from "@v-available/domain/timing";
import { durationWords } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import { NumberInput } from "../../../../view/NumberInput";
import styles from "../policy.module.css";
import { RestartAfterList } from "./RestartAfterList";
import type { SettingPart } from "./setting-part";

const PRIORITIES = [1, 2, 3, 4, 5] as const;

/** In which order machines come back after the loss of a host. */
export function RestartFields({ policy, onChange, error }: SettingPart): JSX.Element {
  return (
    <>
      <div className={styles.fields}>
        <Field
          label="Restart priority, of 5"
          hint="Those with a lower number are restarted first."
          error={error("restartPriority")}
        >
          {(control) => (
            <select
              {...control}
              value={policy.restartPriority}
              onChange={({ target }) => {
                const restartPriority = PRIORITIES.find((one) => String(one) === target.value);
                if (restartPriority !== undefined) onChange({ restartPriority });
              }}
            >
              {PRIORITIES.map((one) => (
                <option key={one} value={one}>
                  {one === 1 ? "1, first" : one === 5 ? "5, last" : one}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label="Start delay, s"
          hint={`Waited before each start, when all that goes before has answered. ${POLICY_LIMITS.startDelayMs.max / 1_000} s at most.`}
          error={error("startDelayMs")}
        >
          {(control) => (
            <NumberInput
              control={control}
              per={1_000}
              value={policy.startDelayMs}
              onValue={(startDelayMs) => onChange({ startDelayMs })}
            />
          )}
        </Field>
      </div>
      <RestartAfterList
        after={policy.restartAfter}
        onAfter={(restartAfter) => onChange({ restartAfter })}
        error={error}
      />
      <p className="sub">
        What does not answer within {durationWords(RESTART_WAIT_MS)} is waited for no longer: a machine is never kept
        down by another one.
      </p>
    </>
  );
}
