import type { MaintenanceEffect } from "@v-available/domain/host-maintenance";
import type { OutsideWindow } from "@v-available/domain/planned-window";
import type { HostState } from "@v-available/domain/state";
import type { Reference } from "./headline";
import type { TaskView } from "./task";

/** What planned work on a host would mean now, and how far it is. */
export interface HostMaintenanceView {
  readonly host: Reference;
  readonly site: Reference;
  readonly state: HostState;
  /** Why whoever asks may not do planned work on it; null where they may. */
  readonly forbiddenBecause: string | null;
  readonly cannotEnterBecause: string | null;
  /** What to do about it. */
  readonly remedy: string | null;
  readonly cannotLeaveBecause: string | null;
  readonly machines: readonly (Reference & Pick<MaintenanceEffect, "effect" | "sentence">)[];
  /** Machines that it would touch now outside the windows of their policies. */
  readonly outside: readonly OutsideWindow[];
  /** What is and was done to the host, the newest first. */
  readonly tasks: readonly TaskView[];
}
