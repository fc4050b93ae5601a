import type { Protection } from "@v-available/domain/level";
import { durationWords } from "@v-available/domain/wording";

/** A target that is half typed is not a number yet. */
export const targetWords = (targetRpoMs: number): string => (targetRpoMs > 0 ? durationWords(targetRpoMs) : "… s");

/** "Each machine is kept in lockstep on two hosts at one site, with every write on both disks, and no copy elsewhere." */
export function compositionSentence({ compute, mirror, separation, recovery }: Protection): string {
  const copy =
    recovery === "none"
      ? "no copy elsewhere"
      : `an asynchronous copy at most ${targetWords(recovery.targetRpoMs)} old elsewhere`;
  if (mirror === "none")
    return compute === "lockstep" || separation === "site"
      ? "This is no policy: lockstep and two sites need a mirror."
      : recovery === "none"
        ? "Each machine runs on one host. If that host dies, it stops."
        : `Each machine runs on one host, with ${copy}.`;
  const runs =
    compute === "lockstep" ? "is kept in lockstep on two hosts" : "runs on one host and restarts on the other";
  return `Each machine ${runs} at ${separation === "site" ? "two sites" : "one site"}, with every write on both disks, and ${copy}.`;
}
