import type { Finding } from "@v-available/domain/finding";
import type { OutsideWindow } from "@v-available/domain/planned-window";
import type { Policy, PolicyPreset } from "@v-available/domain/policy";
import type { AssignedBy } from "@v-available/domain/policy-assignment";
import type { DiffLine } from "@v-available/domain/policy-diff";
import type { SettingStanding } from "@v-available/domain/policy-setting";
import type { Loss, Outcome } from "@v-available/domain/prediction";

/** A policy in the list. */
export interface PolicyRow {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly preset: PolicyPreset | null;
  /** In force; null before the first is published. */
  readonly version: number | null;
  /** The version in force, or the draft where there is none yet. */
  readonly protection: Policy["protection"];
  readonly hasDraft: boolean;
  readonly machines: number;
  /** Of those: with less than it says. */
  readonly below: number;
}

export interface PolicyList {
  readonly policies: readonly PolicyRow[];
  /** Machines that no policy holds. */
  readonly free: number;
}

export interface PolicyVersionView {
  readonly version: number;
  readonly policy: Policy;
  readonly changes: readonly DiffLine[];
  readonly reason: string;
  readonly publishedBy: string;
  readonly publishedAtMs: number;
}

export interface PolicyDraftView {
  readonly revision: number;
  readonly policy: Policy;
  readonly baseVersion: number | null;
  readonly editedBy: string;
  readonly editedAtMs: number;
  /** Against the version in force. */
  readonly diff: readonly DiffLine[];
}

export interface HeldMachine {
  readonly id: string;
  readonly name: string;
  readonly pair: { readonly id: string; readonly name: string };
  readonly why: string;
  readonly below: boolean;
}

export interface PolicyView extends PolicyRow {
  /** Newest first. */
  readonly versions: readonly PolicyVersionView[];
  readonly draft: PolicyDraftView | null;
  readonly assignments: readonly { readonly id: string; readonly by: AssignedBy; readonly words: string }[];
  /** Those below it first; no more than are shown. */
  readonly held: readonly HeldMachine[];
  readonly yaml: string;
  /** What of it each backend acts on, of the draft where there is one. */
  readonly settings: readonly SettingStanding[];
  /** Since when a proof of each is due, the most overdue first; empty where none is asked for or due. */
  readonly drillsDue: readonly { readonly id: string; readonly name: string; readonly dueAtMs: number }[];
}

/** The policy that holds a machine, on the page of that. */
export interface MachinePolicy {
  readonly id: string;
  readonly name: string;
  /** What of it the machine's own backend acts on. */
  readonly settings: readonly SettingStanding[];
  /** Why no planned work on it may begin now; null where it may. */
  readonly outsideWindow: OutsideWindow | null;
  /** Its hosts have what they act on. */
  readonly isTold: boolean;
  /** Whom it is not restarted after though the policy names them; null where there is nobody. */
  readonly notWaitedFor: string | null;
  /** Where it is at home, where that is another host and its policy brings it back; null where not. */
  readonly away: { readonly home: string; readonly waitsBecause: string | null } | null;
}

export interface PolicyPreviewMachine {
  readonly id: string;
  readonly name: string;
  readonly pair: { readonly id: string; readonly name: string };
  readonly change: "keeps" | "changes";
  readonly lowers: boolean;
  readonly verdict: Finding["verdict"];
  readonly findings: readonly Pick<Finding, "check" | "verdict" | "sentence" | "value" | "limit" | "remedy">[];
  readonly before: Readonly<Record<Loss, Outcome>>;
  readonly after: Readonly<Record<Loss, Outcome>>;
}

type Outcomes = Readonly<Record<Loss, Readonly<Partial<Record<Outcome, number>>>>>;

/** What rolling it out would mean now: a prediction. */
export interface RolloutForecast {
  /** That would be changed; what is blocked stays as it is. */
  readonly machines: number;
  /** How many machines each wave has. */
  readonly waves: readonly number[];
  readonly durationMs: number;
  readonly blocked: number;
  /** Machines that would have less than now, and less than both levels on the way; the first of their names. */
  readonly lowered: NamedMachines;
  readonly passingBelow: NamedMachines;
}

export interface NamedMachines {
  readonly machines: number;
  readonly names: readonly string[];
}

/** What a policy would mean for all machines that it holds. */
export interface PolicyPreview {
  readonly policyId: string;
  readonly machines: number;
  readonly counts: { readonly keep: number; readonly pass: number; readonly warn: number; readonly block: number };
  /** Machines that would have less than is declared now. */
  readonly lowered: number;
  /** How many machines would do what, by what is lost. */
  readonly before: Outcomes;
  readonly after: Outcomes;
  /** Those that are blocked first, then those that are warned; no more than are shown. */
  readonly rows: readonly PolicyPreviewMachine[];
  readonly rollout: RolloutForecast;
  /** Pairs that could keep it, of all. */
  readonly pairsThatFit: number;
  readonly pairs: number;
}
