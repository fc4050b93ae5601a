import { useQuery } from "@tanstack/react-query";
import type { NamedMachines, PolicyPreview } from "@v-available/api/view/policy";
import type { Policy } from "@v-available/domain/policy";
import { aboutWords, countWords, listWords } from "@v-available/domain/wording";
import { type JSX, useState } from "react";
import { useTRPC } from "../../../client/trpc";
import { detailOf } from "../../../view/Refused";
import { asInput } from "../as-input";
import styles from "./rollout.module.css";

export interface RollOut {
  readonly lowered: number;
  readonly passingBelow: number;
}

/** What to send along with whatever brings a version into force, and what is in the way of sending it. */
export interface RollOutChoice {
  readonly forecast: PolicyPreview["rollout"] | null;
  readonly rollOut: RollOut | null;
  /** Why it cannot be confirmed yet; null where it can. */
  readonly blockedBy: string | null;
  readonly controls: JSX.Element | null;
}

/**
 * What rolling a policy out would mean, and what has to be accepted first.
 * @param policy as it would be in force; null for the draft or the version that is
 * @param optional whether it may be brought into force without
 */
export function useRollOut(policyId: string, policy: Policy | null, optional: boolean): RollOutChoice {
  const preview = useQuery(
    useTRPC().policy.preview.queryOptions({ policyId, policy: policy === null ? null : asInput(policy) }),
  );
  const [wanted, setWanted] = useState(true);
  const [accepted, setAccepted] = useState<RollOut>({ lowered: 0, passingBelow: 0 });
  const forecast = preview.data?.rollout ?? null;
  if (forecast === null) return { forecast, rollOut: null, blockedBy: whyNotPredicted(preview.error), controls: null };
  const { lowered, passingBelow } = forecast;
  const missing = accepted.lowered !== lowered.machines || accepted.passingBelow !== passingBelow.machines;
  const consent = (part: keyof RollOut, { machines, names }: NamedMachines, one: string, many: string) =>
    machines === 0 ? null : (
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={accepted[part] === machines}
          onChange={(event) => setAccepted({ ...accepted, [part]: event.target.checked ? machines : 0 })}
        />
        <span>
          I accept that {countWords(machines, "machine")} {machines === 1 ? one : many}:{" "}
          <span className="id">{listWords(names)}</span>
          {machines > names.length ? ` and ${countWords(machines - names.length, "other")}` : ""}.
        </span>
      </label>
    );
  return {
    forecast,
    rollOut:
      wanted && forecast.machines > 0 ? { lowered: lowered.machines, passingBelow: passingBelow.machines } : null,
    blockedBy: wanted && forecast.machines > 0 && missing ? "Accept what the machines would have less of first." : null,
    controls:
      forecast.machines === 0 ? (
        <p className="sub">
          {forecast.blocked === 0
            ? "No machine differs from it: there is nothing to roll out."
            : `${countWords(forecast.blocked, "machine")} that differ${forecast.blocked === 1 ? "s" : ""} ${forecast.blocked === 1 ? "is" : "are"} blocked: there is nothing to roll out.`}
        </p>
      ) : (
        <div className={styles.choices}>
          {optional ? (
            <label className={styles.choice}>
              <input type="checkbox" checked={wanted} onChange={(event) => setWanted(event.target.checked)} />
              <span>Roll it out: {forecastWords(forecast)}</span>
            </label>
          ) : (
            <p>{forecastWords(forecast)}</p>
          )}
          {wanted ? (
            <>
              {consent("lowered", lowered, "has less than now", "have less than now")}
              {consent(
                "passingBelow",
                passingBelow,
                "has less than both levels on its way",
                "have less than both levels on their way",
              )}
            </>
          ) : (
            <p className="sub">No level changes then. It can be rolled out later from here.</p>
          )}
        </div>
      ),
  };
}

/** Nothing is confirmed that nobody has seen. What is wrong with a policy is said where it is published. */
const whyNotPredicted = (error: unknown): string | null =>
  error === null
    ? "What it would mean is being predicted."
    : detailOf(error).code === "unreachable"
      ? "What it would mean could not be asked; it is asked again."
      : null;

/** "12 machines, first 1, then 2, then 9; expected to take about 40 min." */
function forecastWords({ machines, waves, durationMs, blocked }: PolicyPreview["rollout"]): string {
  const order = waves.length < 2 ? "" : `: first ${waves.join(", then ")}`;
  const stay =
    blocked === 0 ? "" : ` ${countWords(blocked, "machine")} ${blocked === 1 ? "is" : "are"} blocked and left.`;
  return `${countWords(machines, "machine")}${order}. Expected to take ${aboutWords(Math.max(1_000, durationMs))}; it stops at the first surprise.${stay}`;
}
