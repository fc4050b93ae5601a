import type { MachineViewDefinition } from "@v-available/domain/machine-view";

/** A list of machines that somebody named. */
export interface SavedView extends MachineViewDefinition {
  readonly id: string;
  /** Everybody sees it; else only whoever asks. */
  readonly shared: boolean;
  readonly changedBy: string;
  readonly changedAtMs: number;
}

export interface SavedViewList {
  /** By name. */
  readonly views: readonly SavedView[];
  /** Why whoever asks may not change those that are shared, with who may; null where they may. */
  readonly mayNotShareBecause: string | null;
  /** Why none of their own can be kept; null where it can. */
  readonly mayNotKeepBecause: string | null;
}
