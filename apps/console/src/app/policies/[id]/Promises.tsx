import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import { NumberInput } from "../../../view/NumberInput";
import styles from "./policy.module.css";
import type { SettingPart } from "./setting/setting-part";

const NUMBERS = [
  { field: "targetRtoMs", label: "Back within, s", per: 1_000, empty: "Empty: not promised." },
  { field: "targetRpoMs", label: "Writes lost at most, s", per: 1_000, empty: "Empty: not promised." },
  { field: "drillEveryDays", label: "A drill every, days", per: 1, empty: "Empty: none is asked for." },
] as const;

/** What it is called, and what it promises. */
export function Promises({ policy, onChange, error }: SettingPart): JSX.Element {
  const { protection } = policy;
  return (
    <div className={styles.fields}>
      <Field label="Name" error={error("name")}>
        {(control) => (
          <input {...control} value={policy.name} onChange={(event) => onChange({ name: event.target.value })} />
        )}
      </Field>
      {NUMBERS.map(({ field, label, per, empty }) => (
        <Field key={field} label={label} hint={empty} error={error(field)}>
          {(control) => (
            <NumberInput
              control={control}
              per={per}
              empty={null}
              value={policy[field]}
              onValue={(value) => onChange({ [field]: value })}
            />
          )}
        </Field>
      ))}
      {protection.recovery === "none" ? null : (
        <Field
          label="The recovery copy is behind by at most, s"
          hint="The target RPO of Disaster Recovery: above 0, since that copy is written later."
          error={error("protection.recovery")}
        >
          {(control) => (
            <NumberInput
              control={control}
              per={1_000}
              value={protection.recovery === "none" ? Number.NaN : protection.recovery.targetRpoMs}
              onValue={(targetRpoMs) => onChange({ protection: { ...protection, recovery: { targetRpoMs } } })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
