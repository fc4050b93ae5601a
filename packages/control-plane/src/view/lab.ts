import type { FaultKind } from "@v-available/domain/fault-kind";

/** A fault that the lab can inject, and what into. */
export interface LabFault {
  /** The kind of the fault: "host-power-loss" … */
  readonly name: FaultKind;
  /** "Cut the power of a host". */
  readonly title: string;
  /** What the hosts do about it without anyone. */
  readonly description: string;
  readonly target: "host" | "link" | "witness" | "pair" | "vm" | "component" | "site";
  /** What clearing it does: "Give power back". Null for a fault that is over once it has happened. */
  readonly clearTitle: string | null;
  readonly targets: readonly { readonly ref: string; readonly name: string; readonly pairId: string | null }[];
}

export interface ActiveInjection {
  readonly id: string;
  readonly fault: FaultKind;
  readonly targetRef: string;
  readonly targetName: string;
  readonly pairId: string | null;
  /** "Give power back". */
  readonly clearTitle: string;
  readonly atMs: number;
}

export interface LabCatalogue {
  readonly faults: readonly LabFault[];
  readonly active: readonly ActiveInjection[];
}
