import type { OverBecause } from "./frame";
import type { Loss } from "./screen-channel";

/** What is said when a screen is not there, and what comes of it. */
export interface Next {
  readonly what: string;
  /** What happens by itself, or what is wanted from the reader. */
  readonly next: string;
  /** In milliseconds; null where it waits for the machine or for a person. */
  readonly againInMs: number | null;
  /** A person asks for it anew: it does not come back by itself. */
  readonly byHand: boolean;
}

const FIRST_MS = 500;
const LONGEST_MS = 5_000;

const OVER: Readonly<Record<OverBecause, readonly [what: string, next: string]>> = {
  moved: ["The machine runs on the other host now.", "Its screen is opened there by itself."],
  ended: ["The machine went off, or is started anew.", "Its screen is opened as soon as it is there."],
  lost: ["Its host is not heard any more.", "Its screen is opened where the hosts have it run next, by itself."],
  stopped: ["The console was stopped.", "The page tries again by itself until it is back."],
  broken: ["What was sent did not fit together.", "The screen is opened anew by itself."],
  idle: ["Nobody typed for 30 minutes, and so it was closed.", "Open it again when you need it."],
  "signed-out": ["You are signed out.", "Sign in again to open it."],
  closed: ["It was closed.", "Open it again when you need it."],
};
const BY_HAND: ReadonlySet<OverBecause> = new Set(["idle", "signed-out", "closed"]);
const AT_ONCE: ReadonlySet<OverBecause> = new Set(["moved", "ended"]);

/**
 * @param tries that were made in vain since it was last seen
 * @param isExpected the machine is said to run: its hosts are asked again
 */
export function afterLoss(loss: Loss, { tries, isExpected }: { tries: number; isExpected: boolean }): Next {
  const againInMs = Math.min(FIRST_MS * 2 ** Math.min(tries, 10), LONGEST_MS);
  if (loss.kind === "cut-off")
    return {
      what: "The console is not heard.",
      next: "The page tries again by itself. The machine goes on without it.",
      againInMs,
      byHand: false,
    };
  if (loss.kind === "over") {
    const [what, next] = OVER[loss.because];
    const byHand = BY_HAND.has(loss.because);
    return { what, next, byHand, againInMs: byHand ? null : AT_ONCE.has(loss.because) ? FIRST_MS : againInMs };
  }
  const { code, message, remedy } = loss.refusal;
  if (code === "illegal-transition")
    return {
      what: message,
      next: "Its screen is opened by itself as soon as it runs.",
      againInMs: isExpected ? againInMs : null,
      byHand: false,
    };
  if (code === "unreachable" || code === "not-found" || code === "failed")
    return {
      what: message,
      next: "The page asks again by itself until its host answers.",
      againInMs: code === "not-found" && !isExpected ? null : againInMs,
      byHand: false,
    };
  return { what: message, next: remedy ?? "It cannot be opened from here.", againInMs: null, byHand: true };
}
