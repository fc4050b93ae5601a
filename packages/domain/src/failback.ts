import { isWindowOpen } from "./maintenance-window";
import type { Policy } from "./policy";
import type { VmProtection } from "./protection";
import type { PairHold } from "./rollout-hold";
import type { Side } from "./state";
import type { Verdict } from "./verdict";

/** A machine that is not at home, and what speaks against its going there now. */
export interface FailbackFacts {
  readonly home: Side;
  readonly activeSide: Side;
  readonly policy: Pick<Policy, "failback" | "windows">;
  readonly desiredPower: "on" | "off";
  readonly protection: Pick<VmProtection, "state">;
  /** What holds its pair: a fault, planned work, a copy under way, silence; null where nothing does. */
  readonly hold: PairHold | null;
  /** Planned work that has its pair's hosts before it; null where none is planned. */
  readonly plannedWork: string | null;
  /** What the rule for a move of the active side says of it now. */
  readonly allowed: Verdict;
  /** It is being moved home now. */
  readonly isOnItsWay: boolean;
  /** Another machine of its pair is on its way home. */
  readonly isPairBusy: boolean;
  /** As many as may be are on their way home on other pairs. */
  readonly isCrowded: boolean;
  /** When the last attempt failed; null where none has. */
  readonly failedAtMs: number | null;
}

export type FailbackAnswer =
  /** It is at home, or stays where it is. */
  | { readonly do: "nothing" }
  | { readonly do: "wait"; readonly because: string }
  | { readonly do: "move"; readonly to: Side };

/** One on a pair, and so many in all (†), as many as rollouts change at once. */
export const FAILBACKS_AT_ONCE = 20;
/** What did not work is tried again after so long (†). */
export const FAILBACK_RETRY_MS = 600_000;

/**
 * Whether a machine goes back to the host that is its home. Only from a state in which nothing is amiss: it is a
 * convenience, and no reason to take the smallest risk.
 */
export function failbackAnswer(facts: FailbackFacts, nowMs: number): FailbackAnswer {
  const { home, activeSide, policy, desiredPower, protection, hold, plannedWork, allowed } = facts;
  const { isOnItsWay, isPairBusy, isCrowded, failedAtMs } = facts;
  if (policy.failback === "stay" || home === activeSide || desiredPower === "off") return { do: "nothing" };
  const wait = (because: string): FailbackAnswer => ({ do: "wait", because });
  if (isOnItsWay) return wait("It is on its way.");
  if (hold !== null) return wait(hold.words);
  if (plannedWork !== null) return wait(`Its pair is in the plan ${plannedWork}.`);
  if (protection.state !== "Protected") return wait("It is not protected as declared.");
  if (!allowed.allowed) return wait(allowed.reason);
  if (isPairBusy) return wait("Another machine of its pair goes back first.");
  if (failedAtMs !== null && nowMs < failedAtMs + FAILBACK_RETRY_MS)
    return wait("It could not go back, and is tried again after ten minutes.");
  const windows = windowsOf(policy);
  if (windows === null) return wait("The window that its policy names is not there.");
  if (windows.length > 0 && !windows.some((window) => isWindowOpen(window, nowMs)))
    return wait(
      windows.length === 1
        ? `The window ${windows[0]?.name} of its policy is not open.`
        : "None of the windows of its policy is open.",
    );
  if (isCrowded) return wait(`${FAILBACKS_AT_ONCE} machines are on their way home, and no more go at once.`);
  return { do: "move", to: home };
}

/** It goes home in one of them; in none where it may at any time. Null where the one that its policy names is not there. */
function windowsOf({ failback, windows }: FailbackFacts["policy"]): Policy["windows"] | null {
  if (typeof failback === "string") return windows;
  const named = windows.filter(({ name }) => name === failback.window);
  return named.length === 0 ? null : named;
}
