import type { PairView } from "@v-available/api/view/pair";
import { numberWords } from "@v-available/domain/wording";

/** "All 8 machines have two copies." What is declared with one copy is not counted against it. */
export function hasTwoCopiesWords({ machines }: Pick<PairView, "machines">): string {
  const mirrored = machines.filter((machine) => machine.declaredStop !== "unprotected");
  const total = mirrored.length;
  if (total === 0) return machines.length === 0 ? "No machine is on it." : "None of its machines asks for two copies.";
  const one = mirrored.filter(
    (machine) => machine.legs.a !== "UpToDate" || machine.legs.b !== "UpToDate" || machine.resyncRatio !== null,
  ).length;
  // "of 5 machines" would count those that were never asked to have two.
  const noun = total === machines.length ? "machines" : "mirrored machines";
  if (one === 0)
    return total === 1 ? "Its machine has two copies." : `All ${numberWords(total)} ${noun} have two copies.`;
  const two = total - one;
  if (two === 0) return total === 1 ? "Its machine has one copy." : `All ${numberWords(total)} ${noun} have one copy.`;
  return `${numberWords(two)} of ${numberWords(total)} ${noun} ${two === 1 ? "has" : "have"} two copies, ${numberWords(one)} ${one === 1 ? "has" : "have"} one.`;
}
