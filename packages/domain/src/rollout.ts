/** How far a rollout is. Cancelling: nothing new is begun, what was begun is finished. */
export const ROLLOUT_STATES = ["running", "paused", "cancelling", "cancelled", "done"] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** Those that may still do something to a machine. */
export const ACTIVE_ROLLOUT_STATES = ["running", "paused", "cancelling"] as const satisfies readonly RolloutState[];
export const isActiveRollout = (state: RolloutState): boolean =>
  (ACTIVE_ROLLOUT_STATES as readonly RolloutState[]).includes(state);

/**
 * What a rollout does to one machine. `kept`: it was as the policy says already. `left`: not changed, and nobody needs to
 * do anything. `refused`: admission said no at its turn. `returned`: the change failed, and it has the level before
 * again. `stuck`: it failed, and the level before could not be given back.
 */
export const ROLLOUT_STEP_STATES = [
  "waiting",
  "changing",
  "returning",
  "done",
  "kept",
  "left",
  "refused",
  "returned",
  "stuck",
] as const;
export type RolloutStepState = (typeof ROLLOUT_STEP_STATES)[number];

export const OPEN_STEP_STATES = ["waiting", "changing", "returning"] as const satisfies readonly RolloutStepState[];
export const BEGUN_STEP_STATES = ["changing", "returning"] as const satisfies readonly RolloutStepState[];
/** Surprises: each pauses the rollout, and can be tried again. */
export const FAILED_STEP_STATES = ["refused", "returned", "stuck"] as const satisfies readonly RolloutStepState[];

const isOneOf =
  (states: readonly RolloutStepState[]) =>
  (state: RolloutStepState): boolean =>
    states.includes(state);
export const isOpenStep = isOneOf(OPEN_STEP_STATES);
export const isBegunStep = isOneOf(BEGUN_STEP_STATES);
export const isFailedStep = isOneOf(FAILED_STEP_STATES);

export const ROLLOUT_STATE_WORD: Readonly<Record<RolloutState, string>> = {
  running: "runs",
  paused: "is paused",
  cancelling: "is being cancelled",
  cancelled: "was cancelled",
  done: "is done",
};

export const ROLLOUT_STEP_WORD: Readonly<Record<RolloutStepState, string>> = {
  waiting: "waits for its turn",
  changing: "is being changed",
  returning: "is going back to the level before",
  done: "done",
  kept: "was so already",
  left: "left as it was",
  refused: "refused",
  returned: "back at the level before",
  stuck: "not as it was",
};

/** All are ours (†). */
export const ROLLOUT_LIMITS = {
  /** Of one pair: both its hosts and its links carry every change. */
  atOncePerPair: 2,
  /** Of all: a surprise is noticed before many more have begun. */
  atOnce: 20,
  /** The second wave is one machine of so many. */
  secondWaveOneOf: 10,
  /** How long the hosts may show another level than the one that they say they have set. */
  settleMs: 60_000,
} as const;
