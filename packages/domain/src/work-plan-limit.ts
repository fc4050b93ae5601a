/** What a plan of work may ask for (†). */
export const WORK_PLAN_LIMITS = {
  name: 63,
  reason: { min: 3, max: 500 },
  hosts: 200,
  /** A host that is away for longer than a week is replaced, not worked on. */
  workMinutes: { min: 1, max: 7 * 1_440 },
  atOnce: 20,
} as const;
