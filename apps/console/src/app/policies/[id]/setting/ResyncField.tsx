import { POLICY_LIMITS } from "@v-available/domain/policy-limit";
import { percentWords } from "@v-available/domain/wording";
import { Field } from "@v-available/ui/Field";
import type { JSX } from "react";
import { NumberInput } from "../../../../view/NumberInput";
import type { SettingPart } from "./setting-part";

const { min, max } = POLICY_LIMITS.resyncShareRatio;

/** How much of the availability links a resync may take. */
export function ResyncField({ policy, onChange, error }: SettingPart): JSX.Element {
  return (
    <Field
      label="Share of the links, %"
      hint={`${percentWords(min)} to ${percentWords(max)}. More brings a machine back to two copies sooner, and leaves less for what the machines write meanwhile.`}
      error={error("resyncShareRatio")}
    >
      {(control) => (
        <NumberInput
          control={control}
          per={0.01}
          value={policy.resyncShareRatio}
          onValue={(resyncShareRatio) => onChange({ resyncShareRatio })}
        />
      )}
    </Field>
  );
}
