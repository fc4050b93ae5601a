import type { FaultKind } from "@v-available/domain/fault-kind";
import { HOST_STANDING, type PairWithMachines } from "@v-available/domain/pair-facts";
import { differenceOf, overcommitOf } from "@v-available/domain/pair-setup";
import { SIDES } from "@v-available/domain/state";
import { alarmOf } from "./conclude";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import { subjectOf } from "./subject";

interface SetupCondition {
  readonly kind: FaultKind;
  /** What is wrong, as a sentence; null where nothing is. */
  readonly wrong: (facts: PairWithMachines) => string | null;
  readonly rightWords: (pair: string) => string;
}

const CONDITIONS: readonly SetupCondition[] = [
  { kind: "config-mismatch", wrong: differenceOf, rightWords: (pair) => `The hosts of ${pair} are equal again.` },
  {
    kind: "capacity-overcommit",
    wrong: overcommitOf,
    rightWords: (pair) => `Each host of ${pair} can carry all that is protected there alone again.`,
  },
];

/** Computed anew whenever something of the pair changed; of a host that is away nobody knows what it has. */
export function diagnosePairSetup(context: DiagnosisContext, facts: PairWithMachines): void {
  const { pair, hosts } = facts;
  if (!pair || SIDES.some((side) => HOST_STANDING[hosts[side]?.state ?? "Unknown"] !== "serves")) return;
  const { ref: pairRef, name } = pair;
  const subject = subjectOf(context.memory.fleet, { subject: { kind: "pair", ref: pairRef }, pairRef });
  for (const { kind, wrong, rightWords } of CONDITIONS) {
    const fault = context.memory.faults.get(subjectKey(kind, subject));
    const sentence = wrong(facts);
    if (sentence !== null && (!fault || alarmOf(context, fault)?.effect !== sentence))
      beginCondition(context, { type: "pair.unfit", kind, subject, pairRef, sentence });
    else if (sentence === null && fault) endCondition(context, fault, { type: "pair.fit", sentence: rightWords(name) });
  }
}
