import type { CapabilityAnswers } from "./finding";
import { MTBF_THRESHOLD_MS } from "./mtbf";
import type { Policy } from "./policy";
import { RESTART_WAIT_MS } from "./timing";
import { countWords, durationWords, listWords, percentWords } from "./wording";

/** A setting of a policy that somebody else than the dial has to act on. */
interface PolicySetting {
  /** "Restart order": as a heading. */
  readonly words: string;
  /** What the policy says of it: a sentence. */
  readonly says: (policy: Policy) => string;
  /** True where a backend that knows nothing of it does as the policy says all the same. */
  readonly isDefault: (policy: Policy) => boolean;
}

/** By the capability that a backend needs to act on it. */
export const POLICY_SETTINGS = {
  "restart-order": {
    words: "Restart priority, order and delay",
    says: ({ restartPriority, restartAfter, startDelayMs }) =>
      `After the loss of a host it is restarted with priority ${restartPriority}${
        restartAfter.length === 0
          ? ""
          : `, after ${listWords(restartAfter.map((one) => ("machine" in one ? one.machine : `those labelled ${one.label}`)))}`
      }${startDelayMs === 0 ? "" : `, ${durationWords(startDelayMs)} later`}.${
        restartPriority === 1 && restartAfter.length === 0
          ? ""
          : ` Nobody is waited for longer than ${durationWords(RESTART_WAIT_MS)}.`
      }`,
    isDefault: ({ restartPriority, restartAfter, startDelayMs }) =>
      restartPriority === 3 && restartAfter.length === 0 && startDelayMs === 0,
  },
  failback: {
    words: "Failback",
    says: ({ failback, windows }) =>
      failback === "stay"
        ? "A machine stays where it was taken over."
        : failback === "at-once"
          ? `A machine goes back to its host as soon as nothing is amiss${windows.length === 0 ? "" : ` and ${windows.length === 1 ? "the window" : "a window"} of this policy is open`}.`
          : `A machine goes back to its host in the window ${failback.window}, when nothing is amiss.`,
    isDefault: ({ failback }) => failback === "stay",
  },
  "mtbf-policy": {
    words: "What fails again and again",
    says: ({ mtbf, mtbfThresholdMs }) =>
      `${
        mtbf === "use-threshold"
          ? `A guest that crashes is restarted, three times within ${durationWords(mtbfThresholdMs.vm)} at most.`
          : mtbf === "never-restart"
            ? "A guest that crashes is never restarted."
            : "A guest that crashes is restarted each time."
      } Parts of a host are judged by the strictest policy of its machines, an agent by the thresholds alone.`,
    isDefault: ({ mtbf, mtbfThresholdMs }) =>
      mtbf === "use-threshold" && JSON.stringify(mtbfThresholdMs) === JSON.stringify(MTBF_THRESHOLD_MS),
  },
  "resync-share": {
    words: "Share of the links for a resync",
    says: ({ resyncShareRatio }) => `A resync takes at most ${percentWords(resyncShareRatio)} of the links.`,
    isDefault: ({ resyncShareRatio }) => resyncShareRatio === 1,
  },
  "planned-window": {
    words: "Maintenance windows",
    says: ({ windows }) =>
      windows.length === 0
        ? "Planned work and drills may begin at any time."
        : `Planned work and drills begin only in ${countWords(windows.length, "window")}, ${listWords(windows.map(({ name }) => name))}, or by a consent that names the machine.`,
    isDefault: ({ windows }) => windows.length === 0,
  },
} as const satisfies Readonly<Record<string, PolicySetting>>;
export type PolicySettingName = keyof typeof POLICY_SETTINGS;

/** A backend, and why it does not act on a setting. */
export interface Unheeded {
  readonly backend: string;
  readonly reason: string;
}

export interface SettingStanding {
  readonly setting: PolicySettingName;
  readonly words: string;
  readonly says: string;
  /** Backends that do not act on it, each with its reason; empty where all do. */
  readonly unheeded: readonly Unheeded[];
  /** True where they do as the policy says all the same. */
  readonly isDefault: boolean;
}

/** Which settings of a policy each backend acts on, by what it says that it can do. */
export function settingStandings(
  policy: Policy,
  backends: readonly { readonly name: string; readonly capabilities: CapabilityAnswers }[],
): SettingStanding[] {
  return Object.entries(POLICY_SETTINGS).map(([name, { words, says, isDefault }]) => ({
    setting: name as PolicySettingName,
    words,
    says: says(policy),
    isDefault: isDefault(policy),
    unheeded: backends.flatMap(({ name: backend, capabilities }) => {
      const answer = capabilities[name];
      if (answer?.supported) return [];
      return { backend, reason: answer?.reason ?? "It does not say that it can." };
    }),
  }));
}
