import type { Policy } from "@v-available/domain/policy";
import type { PolicySettingName } from "@v-available/domain/policy-setting";

/** What the fields of one setting work on. */
export interface SettingPart {
  readonly policy: Policy;
  readonly onChange: (change: Partial<Policy>) => void;
  /** What is wrong with a field, by its path in the policy. */
  readonly error: (field: string) => string | undefined;
}

/** What of a policy each setting is: a refusal of one of them is shown there. */
export const FIELDS_OF_SETTING = {
  "restart-order": ["restartPriority", "restartAfter", "startDelayMs"],
  failback: ["failback"],
  "mtbf-policy": ["mtbf", "mtbfThresholdMs"],
  "resync-share": ["resyncShareRatio"],
  "planned-window": ["windows"],
} as const satisfies Readonly<Record<PolicySettingName, readonly (keyof Policy)[]>>;
