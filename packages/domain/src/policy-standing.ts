import { dialStopOf, isBelow, type Protection } from "./level";
import type { VmProtection } from "./protection";
import { isExposed } from "./protection-rank";

/** True where this composition gives all that the other does. */
export function givesAll(has: Protection, wanted: Protection): boolean {
  const recovers =
    wanted.recovery === "none" || (has.recovery !== "none" && has.recovery.targetRpoMs <= wanted.recovery.targetRpoMs);
  return (
    !isBelow(dialStopOf(has), dialStopOf(wanted)) &&
    (wanted.separation === "host" || has.separation === "site") &&
    recovers
  );
}

export const isSameProtection = (one: Protection, other: Protection): boolean =>
  givesAll(one, other) && givesAll(other, one);

/** True where a machine has less than its policy says: declared lower, or effectively. */
export const isBelowPolicy = (
  declared: Protection,
  protection: Pick<VmProtection, "declared" | "effective" | "state">,
  wanted: Protection,
): boolean => !givesAll(declared, wanted) || isExposed(protection);
