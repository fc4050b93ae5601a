import type { MtbfPolicy, MtbfSubject } from "@v-available/domain/mtbf";
import { MTBF_POLICIES } from "@v-available/domain/mtbf";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import { NumberInput } from "../../../../view/NumberInput";
import styles from "../policy.module.css";
import type { SettingPart } from "./setting-part";

const POLICY_WORDS: Readonly<Record<MtbfPolicy, string>> = {
  "use-threshold": "restart it, until it crashes too often",
  "never-restart": "never restart it",
  "always-restart": "restart it each time",
};
const THRESHOLDS: readonly { readonly subject: MtbfSubject; readonly label: string }[] = [
  { subject: "vm", label: "A guest crashes too often under, min" },
  { subject: "disk", label: "A disk fails too often under, min" },
  { subject: "link", label: "A link fails too often under, min" },
  { subject: "agent", label: "An agent fails too often under, min" },
  { subject: "host", label: "Another part of a host, under, min" },
];

/** What is done about a guest that crashes, and when whatever fails again and again is taken out of service. */
export function CrashFields({ policy: { mtbf, mtbfThresholdMs }, onChange, error }: SettingPart): JSX.Element {
  return (
    <>
      <Field label="When a guest crashes" error={error("mtbf")}>
        {(control) => (
          <select
            {...control}
            value={mtbf}
            onChange={({ target }) => {
              const chosen = MTBF_POLICIES.find((one) => one === target.value);
              if (chosen !== undefined) onChange({ mtbf: chosen });
            }}
          >
            {MTBF_POLICIES.map((one) => (
              <option key={one} value={one}>
                {POLICY_WORDS[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p className="sub">
        What fails three times with less than this between one failure and the next, on average, is taken out of service
        until somebody puts it back.
      </p>
      <div className={styles.fields}>
        {THRESHOLDS.map(({ subject, label }) => (
          <Field key={subject} label={label} error={error(`mtbfThresholdMs.${subject}`)}>
            {(control) => (
              <NumberInput
                control={control}
                per={60_000}
                value={mtbfThresholdMs[subject]}
                onValue={(ms) => onChange({ mtbfThresholdMs: { ...mtbfThresholdMs, [subject]: ms } })}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  );
}
