import { crossed, filling, fine, forming, half, held, type Label } from "./label";
import { ROLLOUT_STATE_WORD, ROLLOUT_STEP_WORD, type RolloutState, type RolloutStepState } from "./rollout";
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

const { running, paused, cancelling, cancelled, done } = ROLLOUT_STATE_WORD;
export const ROLLOUT_LABEL: Readonly<Record<RolloutState, Label>> = {
  running: forming(running),
  paused: held(paused),
  cancelling: held(cancelling),
  cancelled: held(cancelled),
  done: fine(done),
};

const STEP = ROLLOUT_STEP_WORD;
/** A change that has gone back is no loss: the machine is as it was. One that could not go back is. */
export const ROLLOUT_STEP_LABEL: Readonly<Record<RolloutStepState, Label>> = {
  waiting: held(STEP.waiting),
  changing: forming(STEP.changing),
  returning: forming(STEP.returning),
  done: fine(STEP.done),
  kept: fine(STEP.kept),
  left: held(STEP.left),
  refused: half(STEP.refused),
  returned: half(STEP.returned),
  stuck: crossed(STEP.stuck),
};
