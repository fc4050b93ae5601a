import type { PairState, ProtectionState, Severity } from "@v-available/domain/state";

/** The names of the state colours; each is a custom property of the same name. Ink is no state. */
export const TONES = [
  "ink",
  "protected",
  "resyncing",
  "reprotecting",
  "degraded",
  "atrisk",
  "unprotected",
  "awaiting",
  "down",
  "unknown",
] as const;
export type Tone = (typeof TONES)[number];

/** One row a state: colour, silhouette and word. A state without all three does not compile. */
export interface StateLook {
  readonly word: string;
  readonly tone: Tone;
  /** What the silhouette says: round is fine, pointed needs attention, square has stopped, dashed is not known. */
  readonly family: "round" | "pointed" | "square" | "dashed";
}

export const PROTECTION_LOOK = {
  Protected: { word: "Protected", tone: "protected", family: "round" },
  Resyncing: { word: "Resyncing", tone: "resyncing", family: "round" },
  Reprotecting: { word: "Reprotecting", tone: "reprotecting", family: "round" },
  Degraded: { word: "Degraded", tone: "degraded", family: "pointed" },
  AtRisk: { word: "At risk", tone: "atrisk", family: "pointed" },
  Unprotected: { word: "Unprotected", tone: "unprotected", family: "pointed" },
  AwaitingQuorum: { word: "Awaiting quorum", tone: "awaiting", family: "square" },
  Down: { word: "Down", tone: "down", family: "square" },
  Unknown: { word: "Unknown", tone: "unknown", family: "dashed" },
} as const satisfies Record<ProtectionState, StateLook>;

/** A pair wears the mark of the machine state that it comes closest to. */
export const PAIR_LOOK = {
  Normal: { word: "Normal", tone: "protected", mark: "Protected" },
  SingleHost: { word: "Single host", tone: "unprotected", mark: "Unprotected" },
  Partitioned: { word: "Partitioned", tone: "unprotected", mark: "Unprotected" },
  WitnessLost: { word: "Witness lost", tone: "atrisk", mark: "AtRisk" },
  AwaitingQuorum: { word: "Awaiting quorum", tone: "awaiting", mark: "AwaitingQuorum" },
  Down: { word: "Down", tone: "down", mark: "Down" },
  SplitBrain: { word: "Split brain", tone: "down", mark: "Down" },
  Unknown: { word: "Unknown", tone: "unknown", mark: "Unknown" },
} as const satisfies Record<PairState, { word: string; tone: Tone; mark: ProtectionState }>;

/** How many bars stand, and the colour they stand in. */
export const SEVERITY_LOOK = {
  critical: { word: "critical", bars: 4, color: "var(--critical)" },
  major: { word: "major", bars: 3, color: "var(--major)" },
  minor: { word: "minor", bars: 2, color: "var(--minor)" },
  warning: { word: "warning", bars: 1, color: "var(--warning)" },
  indeterminate: { word: "indeterminate", bars: 0, color: "var(--indeterminate)" },
} as const satisfies Record<Severity, { word: string; bars: number; color: string }>;

export const toneColor = (tone: Tone): string => `var(--${tone})`;
