import type { FaultKind } from "@v-available/domain/fault-kind";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** How often a kind of fault strikes beside the others, and what it takes to be over. */
export interface Chance {
  readonly kind: FaultKind;
  readonly weight: number;
  /** How long it holds, at least and at most; null where it is over once it has happened. */
  readonly holdsMs: readonly [number, number] | null;
  /** What has to be copied anew afterwards: nothing, the machine, all that run in lockstep on its pair, or all of its pair. */
  readonly copies?: "machine" | "lockstep" | "pair";
}

/** What goes by without anybody. */
export const HANDLED: readonly Chance[] = [
  { kind: "memory-correctable", weight: 5, holdsMs: null },
  { kind: "disk-transient", weight: 4, holdsMs: null },
  { kind: "agent-crash", weight: 3, holdsMs: [10 * SECOND_MS, 60 * SECOND_MS], copies: "lockstep" },
  { kind: "link-latency", weight: 3, holdsMs: [40 * SECOND_MS, 2 * MINUTE_MS] },
  { kind: "availability-link", weight: 3, holdsMs: [30 * SECOND_MS, 2 * MINUTE_MS] },
  { kind: "mirror-out-of-sync", weight: 3, holdsMs: null, copies: "machine" },
  { kind: "witness-path", weight: 2, holdsMs: [20 * SECOND_MS, 2 * MINUTE_MS] },
  { kind: "link-saturated", weight: 2, holdsMs: [MINUTE_MS, 2 * MINUTE_MS] },
  { kind: "standby-lag", weight: 2, holdsMs: [3 * SECOND_MS, 6 * SECOND_MS] },
  { kind: "business-nic", weight: 2, holdsMs: [30 * SECOND_MS, 2 * MINUTE_MS] },
  { kind: "replica-divergence", weight: 2, holdsMs: null },
  { kind: "link-loss", weight: 1, holdsMs: [30 * SECOND_MS, 2 * MINUTE_MS] },
  { kind: "wan-down", weight: 1, holdsMs: [MINUTE_MS, 3 * MINUTE_MS] },
];

/** What takes everything on one side with it, and is handled all the same. */
export const LOST_HOST: readonly Chance[] = [
  { kind: "host-crash", weight: 3, holdsMs: null, copies: "pair" },
  { kind: "hypervisor-hang", weight: 1, holdsMs: null, copies: "pair" },
];

/** What holds until somebody has come and changed a part. */
export const ATTENDED: readonly Chance[] = [
  { kind: "fan", weight: 1, holdsMs: [9 * MINUTE_MS, 12 * MINUTE_MS] },
  { kind: "psu", weight: 1, holdsMs: [9 * MINUTE_MS, 12 * MINUTE_MS] },
  { kind: "business-nic", weight: 1, holdsMs: [9 * MINUTE_MS, 12 * MINUTE_MS] },
];

/** A fault of a world's past, at a virtual time. */
export interface Mishap {
  readonly atMs: number;
  readonly kind: FaultKind;
  readonly subjectRef: string;
  /** Until it is repaired; null where it is over once it has happened. */
  readonly holdsMs: number | null;
  /** After so long somebody acknowledges the alarm and sets out; null where nobody does. */
  readonly attendedAfterMs: number | null;
}
