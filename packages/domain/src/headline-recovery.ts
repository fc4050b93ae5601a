import type { Headline } from "./headline";
import type { ObservedVm } from "./observed";
import { hostName, type PairFacts } from "./pair-facts";
import { bytesWords } from "./size-words";
import { GUEST_BOOT_MS } from "./timing";
import { aboutWords, sentenceCase } from "./wording";

/** A person has declared the loss of its pair: it is at the recovery site, on the one copy there. */
export function elsewhere({ recoveryCopy, guest }: ObservedVm, facts: PairFacts): Headline | null {
  const live = recoveryCopy?.live;
  if (!live) return null;
  const { siteName } = recoveryCopy;
  const declared = sentenceCase(`${live.declaredBy} declared Disaster Recovery`);
  if (live.state === "Starting")
    return {
      state: "Down",
      reason: `${declared}: it starts at ${siteName}, and does not answer yet.`,
      next: `The guest boots, ${aboutWords(GUEST_BOOT_MS[guest])}.`,
      sinceMs: live.sinceMs,
    };
  if (live.state === "Stopped")
    return {
      state: "Down",
      reason: `${declared}, and ${siteName} is lost as well.`,
      next: `It starts when ${siteName} is back.`,
      sinceMs: live.sinceMs,
    };
  const reason = `${declared}: it runs at ${siteName} on one copy, and what its pair has is older.`;
  if (!live.failBack) return { state: "Unprotected", reason, next: null, sinceMs: live.sinceMs };
  const { toSide, remainingBytes, bytesPerSecond } = live.failBack;
  return {
    state: "Unprotected",
    reason,
    next: `What was written there is copied to ${hostName(facts, toSide)}, ${bytesWords(remainingBytes)} to go; then it is started there.`,
    etaAtMs: bytesPerSecond > 0 ? facts.nowMs + (remainingBytes / bytesPerSecond) * 1_000 : null,
    sinceMs: live.sinceMs,
  };
}
