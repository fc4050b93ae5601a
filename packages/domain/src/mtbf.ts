import type { Component } from "./observed";

/** What a part may do when it fails again and again (domain contract §6). */
export const MTBF_POLICIES = ["use-threshold", "never-restart", "always-restart"] as const;
export type MtbfPolicy = (typeof MTBF_POLICIES)[number];

/** Mean gaps under which a thing is latched out of service (†). */
export const MTBF_THRESHOLD_MS = {
  link: 600_000,
  agent: 600_000,
  vm: 3_600_000,
  disk: 3_600_000,
  host: 86_400_000,
} as const;
export type MtbfSubject = keyof typeof MTBF_THRESHOLD_MS;

/** How something that fails again and again is judged. */
export interface MtbfRule {
  readonly policy: MtbfPolicy;
  readonly thresholdMs: Readonly<Record<MtbfSubject, number>>;
}
export const DEFAULT_MTBF_RULE: MtbfRule = { policy: "use-threshold", thresholdMs: MTBF_THRESHOLD_MS };

/** From the strictest on. */
const STRICTNESS: readonly MtbfPolicy[] = ["never-restart", "use-threshold", "always-restart"];

/**
 * A host carries machines of more than one policy: its parts are judged by the strictest word on each thing, so that no
 * machine stands on a part that its own policy would have taken out of service.
 */
export function strictestRule(rules: readonly MtbfRule[]): MtbfRule {
  const [first, ...others] = rules;
  if (!first) return DEFAULT_MTBF_RULE;
  return others.reduce((strictest, rule) => {
    const longer = (subject: MtbfSubject): number =>
      Math.max(strictest.thresholdMs[subject], rule.thresholdMs[subject]);
    return {
      policy: STRICTNESS.find((policy) => policy === strictest.policy || policy === rule.policy) ?? strictest.policy,
      thresholdMs: {
        ...{ link: longer("link"), agent: longer("agent"), vm: longer("vm") },
        ...{ disk: longer("disk"), host: longer("host") },
      },
    };
  }, first);
}

/** By which threshold a part of a host is judged; the contract names none for the parts that are the host itself. */
export const MTBF_SUBJECT_OF_COMPONENT = {
  dimm: "host",
  cpu: "host",
  fan: "host",
  psu: "host",
  disk: "disk",
  controller: "host",
  nic: "link",
} as const satisfies Record<Component["kind"], MtbfSubject>;

const FAULTS_TO_LATCH = 3;

/** The mean gap between the faults; infinite where there are too few to tell. */
export function meanGapMs(faultTimesMs: readonly number[]): number {
  if (faultTimesMs.length < FAULTS_TO_LATCH) return Number.POSITIVE_INFINITY;
  return (Math.max(...faultTimesMs) - Math.min(...faultTimesMs)) / (faultTimesMs.length - 1);
}

/**
 * What the guard does at one more fault: "latch" stays until a person clears it. The last working part is never taken
 * out, only marked at risk.
 */
export function mtbfAnswer(
  subject: MtbfSubject,
  faultTimesMs: readonly number[],
  options: { policy: MtbfPolicy; lastWorking: boolean; thresholdMs?: Readonly<Record<MtbfSubject, number>> },
): "restart" | "latch" | "mark-at-risk" {
  const thresholdMs = (options.thresholdMs ?? MTBF_THRESHOLD_MS)[subject];
  const exceeded =
    options.policy === "never-restart" || (options.policy === "use-threshold" && meanGapMs(faultTimesMs) < thresholdMs);
  if (!exceeded) return "restart";
  return options.lastWorking ? "mark-at-risk" : "latch";
}

/** The same for a part of a host that has just failed once more; `others` are those of its kind that could do its work. */
export function componentAnswer(
  component: Component,
  others: readonly Component[],
  policy: { readonly mtbf: MtbfPolicy; readonly mtbfThresholdMs: Readonly<Record<MtbfSubject, number>> },
): ReturnType<typeof mtbfAnswer> {
  return mtbfAnswer(MTBF_SUBJECT_OF_COMPONENT[component.kind], component.faultTimesMs, {
    policy: policy.mtbf,
    lastWorking: !others.some(({ service }) => service !== "out"),
    thresholdMs: policy.mtbfThresholdMs,
  });
}
