import type { FaultKind } from "@v-available/domain/fault-kind";
import type { Sim } from "../sim";
import type { SimFault } from "../world";

export interface FaultSubjectOffer {
  readonly ref: string;
  /** As a person reads it: "lit-a", "both availability links of lit". */
  readonly label: string;
  readonly pairRef: string | null;
}

/** What a kind of fault can happen to: all of it for a catalogue, or one thing without a look at the others. */
export interface FaultSubjects {
  refs(sim: Sim): string[];
  /** @returns null where there is none such */
  find(sim: Sim, ref: string): FaultSubjectOffer | null;
}

/** One kind of fault that can be made to happen. It acts on the hardware only; what follows is up to the hosts. */
export interface FaultType {
  readonly kind: FaultKind;
  /** An order, as a button says it: "Cut the power of a host". */
  readonly label: string;
  /** What ending it does: "Give power back"; null for a fault that is over once it has happened. */
  readonly clearLabel: string | null;
  readonly subjects: FaultSubjects;
  /** May let go of the fault where it is over at once this time. */
  inject(sim: Sim, fault: SimFault): void;
  clear(sim: Sim, fault: SimFault): void;
}
