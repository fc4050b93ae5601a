import type { PolicySettingName } from "@v-available/domain/policy-setting";
import type { ComponentType, JSX } from "react";
import { CrashFields } from "./CrashFields";
import { FailbackField } from "./FailbackField";
import { RestartFields } from "./RestartFields";
import { ResyncField } from "./ResyncField";
import type { SettingPart } from "./setting-part";
import { WindowList } from "./WindowList";

const FIELDS: Readonly<Record<PolicySettingName, ComponentType<SettingPart>>> = {
  "restart-order": RestartFields,
  failback: FailbackField,
  "mtbf-policy": CrashFields,
  "resync-share": ResyncField,
  "planned-window": WindowList,
};

/** The fields of one setting; fetched when the first of them is opened. */
export function SettingFields({ setting, ...part }: { setting: PolicySettingName } & SettingPart): JSX.Element {
  const Fields = FIELDS[setting];
  return <Fields {...part} />;
}
