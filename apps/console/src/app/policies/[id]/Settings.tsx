import type { PolicyView } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { POLICY_LIMITS } from "@v-available/domain/policy-limit";
import { POLICY_SETTINGS, type PolicySettingName } from "@v-available/domain/policy-setting";
import { Skeleton } from "@v-available/ui/Skeleton";
import { Toned } from "@v-available/ui/Toned";
import { type JSX, Suspense, useState } from "react";
import { lazily } from "../../../client/lazily";
import styles from "./setting/setting.module.css";
import { FIELDS_OF_SETTING, type SettingPart } from "./setting/setting-part";

const SettingFields = lazily(() => import("./setting/SettingFields").then(({ SettingFields }) => SettingFields));

type Setting = PolicyView["settings"][number];

const isWithin = (value: number, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  value >= min && value <= max;

/** A number that is half typed, or out of its limits, is no sentence: it is refused at its field. */
const CAN_BE_SAID: Readonly<Record<PolicySettingName, (policy: Policy) => boolean>> = {
  "restart-order": ({ startDelayMs }) => isWithin(startDelayMs, POLICY_LIMITS.startDelayMs),
  failback: () => true,
  "mtbf-policy": ({ mtbfThresholdMs }) => isWithin(mtbfThresholdMs.vm, POLICY_LIMITS.mtbfMs),
  "resync-share": ({ resyncShareRatio }) => isWithin(resyncShareRatio, POLICY_LIMITS.resyncShareRatio),
  "planned-window": () => true,
};

/** What the policy says beside its level, one line each, with the fields of it and who acts on it below. */
export function Settings({
  settings,
  ...part
}: {
  settings: PolicyView["settings"];
} & SettingPart): JSX.Element {
  return (
    <div>
      {settings.map((standing) => (
        <OneSetting key={standing.setting} standing={standing} {...part} />
      ))}
    </div>
  );
}

function OneSetting({ standing, ...part }: { standing: Setting } & SettingPart): JSX.Element {
  const { setting, words, unheeded } = standing;
  const { policy, error } = part;
  const [open, setOpen] = useState(false);
  const isWrong = FIELDS_OF_SETTING[setting].some((field) => error(field) !== undefined);
  const isOpen = open || isWrong;
  const said = CAN_BE_SAID[setting](policy)
    ? { says: POLICY_SETTINGS[setting].says(policy), isDefault: POLICY_SETTINGS[setting].isDefault(policy) }
    : standing;
  return (
    <details className={styles.setting} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <b>{words}.</b> <span className="mid">{said.says}</span>
      </summary>
      {isOpen ? (
        <div className={styles.body}>
          <Suspense fallback={<Skeleton label={`Fetching the fields of: ${words}`} rows={2} />}>
            <SettingFields setting={setting} {...part} />
          </Suspense>
          <div>
            {unheeded.map(({ backend, reason }) => (
              <p key={backend}>
                {said.isDefault ? <span className="sub">{backend}: </span> : <Toned tone="degraded">{backend}: </Toned>}
                <span className="sub">
                  {reason}
                  {said.isDefault ? " It comes to the same." : ""}
                </span>
              </p>
            ))}
            {unheeded.length === 0 ? <p className="sub">Every backend acts on it.</p> : null}
          </div>
        </div>
      ) : null}
    </details>
  );
}
