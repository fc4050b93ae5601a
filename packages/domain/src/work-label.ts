import { crossed, filling, fine, forming, held, type Label } from "./label";
import type { MaintenanceState, TaskState } from "./state";

/** Work that is under way. */
export const TASK_LABEL: Readonly<Record<TaskState, Label>> = {
  running: forming("Running"),
  succeeded: fine("Done"),
  failed: crossed("Failed"),
  cancelled: held("Cancelled"),
};

export const MAINTENANCE_LABEL: Readonly<Record<MaintenanceState, Label>> = {
  Requested: forming("Requested"),
  Prechecked: forming("Prechecked"),
  Evacuating: forming("Evacuating"),
  InMaintenance: held("In maintenance"),
  Finalizing: forming("Finalizing"),
  Resyncing: filling("Resyncing"),
  Verified: fine("Verified"),
  Aborted: held("Aborted"),
};
