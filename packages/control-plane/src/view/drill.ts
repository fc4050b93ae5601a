import type { Drill, DrillStanding } from "@v-available/domain/drill";
import type { ActionView } from "./action";
import type { Headline, Reference } from "./headline";

/** How often the copy of a machine elsewhere is to be proven, and who says so. */
export interface DrillInterval {
  /** Null: its policy asks for no drill. */
  readonly everyDays: number | null;
  /** Null where no policy holds it and the product's own interval counts. */
  readonly policyName: string | null;
}

/** A machine that is copied to a recovery site, and what has been proven of the copy. */
export interface DrillRow {
  readonly machine: Reference;
  readonly revision: number;
  readonly pair: Reference;
  readonly site: Reference;
  /** Null where the first copy is not complete. */
  readonly recoverySite: string | null;
  readonly interval: DrillInterval;
  readonly standing: DrillStanding;
  /** The newest that ended or runs; null where there was none. */
  readonly newest: Drill | null;
  readonly target: { readonly rtoMs: number | null; readonly rpoMs: number | null };
  readonly headline: Headline;
  readonly action: ActionView;
}

export interface DrillListView {
  /** Unproven first, then by when the next proof is due. */
  readonly rows: readonly DrillRow[];
  /** Machines without a copy elsewhere: there is nothing to prove. */
  readonly withoutCopy: number;
}
