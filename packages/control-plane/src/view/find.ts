import type { Severity } from "@v-available/domain/state";

export const FOUND_KINDS = ["alarm", "machine", "pair", "host", "site"] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** Something that has a page, or a place on one. */
export interface FoundThing {
  readonly kind: FoundKind;
  readonly id: string;
  readonly name: string;
  /** Where it is, or what is wrong with it. */
  readonly detail: string;
  /** A host is shown on the page of its pair. */
  readonly pairId: string | null;
  /** Of an alarm. */
  readonly severity: Severity | null;
}

export type FoundVerb = "acknowledge" | "enter-maintenance" | "leave-maintenance" | "protect";

/** Something that can be done with one thing. What cannot be done now stays, with the reason. */
export interface FoundAction {
  readonly verb: FoundVerb;
  readonly id: string;
  readonly label: string;
  readonly pairId: string | null;
  readonly disabledBecause: string | null;
}

export interface FindView {
  readonly revision: number;
  readonly groups: readonly {
    readonly kind: FoundKind;
    readonly total: number;
    readonly found: readonly FoundThing[];
  }[];
  readonly actions: readonly FoundAction[];
}
