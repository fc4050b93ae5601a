import { isClockSkewed } from "@v-available/domain/clock-limit";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { ObservedHost } from "@v-available/domain/observed";
import { durationWords } from "@v-available/domain/wording";
import type { Batch } from "./batch";
import { beginCondition, endCondition } from "./condition";
import type { DiagnosisContext } from "./diagnosis";
import { subjectKey } from "./memory";
import { subjectOf } from "./subject";

type Clock = NonNullable<ObservedHost["clock"]>;

interface ClockCondition {
  readonly kind: FaultKind;
  readonly holds: (host: ObservedHost, clock: Clock) => boolean;
  /** What is said of "The clock of lit-a", when it begins and when it is over. */
  readonly words: (clock: Clock) => string;
  readonly overWords: string;
}

const CONDITIONS: readonly ClockCondition[] = [
  {
    kind: "clock-skew",
    holds: isClockSkewed,
    words: ({ offsetMs }) =>
      `is ${durationWords(Math.abs(offsetMs))} ${offsetMs < 0 ? "behind" : "ahead"}; leases are counted by another, which nobody sets.`,
    overWords: "is right again.",
  },
  {
    kind: "clock-step",
    holds: (_, { steady }) => !steady,
    words: () => "stepped: what runs there goes on, and it takes over no machine until it is steady.",
    overWords: "is steady again.",
  },
];

/** Hosts that say nothing of their clocks leave what is known of them as it is. */
export function diagnoseClocks(context: DiagnosisContext, batch: Batch): void {
  for (const { observed } of batch.changed.values()) {
    if (observed.kind !== "host" || observed.clock === null) continue;
    for (const condition of CONDITIONS) diagnose(context, observed, observed.clock, condition);
  }
}

function diagnose(context: DiagnosisContext, host: ObservedHost, clock: Clock, condition: ClockCondition): void {
  const { kind, holds, words, overWords } = condition;
  const { ref, pairRef, name } = host;
  const subject = subjectOf(context.memory.fleet, { subject: { kind: "host", ref }, pairRef });
  const fault = context.memory.faults.get(subjectKey(kind, subject));
  const wrong = holds(host, clock);
  if (wrong && !fault)
    beginCondition(context, {
      type: "clock.wrong",
      kind,
      subject,
      pairRef,
      sentence: `The clock of ${name} ${words(clock)}`,
    });
  else if (!wrong && fault)
    endCondition(context, fault, { type: "clock.right", sentence: `The clock of ${name} ${overWords}` });
}
