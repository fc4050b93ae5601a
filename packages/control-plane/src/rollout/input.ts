import * as z from "zod";

const rolloutId = z.uuid();
const count = z.int().nonnegative();

/**
 * That somebody has seen what a rollout would mean, and how many machines they accept to have less than before, or less
 * than both levels on the way. Null rolls nothing out.
 */
export const rollOut = z.strictObject({ lowered: count, passingBelow: count }).nullable().default(null);
export type RollOut = z.infer<typeof rollOut>;

export const rolloutInput = z.object({ rolloutId });
export const rolloutListInput = z
  .object({ policyId: z.uuid().nullable().default(null), limit: z.int().min(1).max(200).default(50) })
  .prefault({});
export const startRolloutInput = z.object({
  policyId: z.uuid(),
  /** In force when it was shown. */
  version: z.int().positive(),
  rollOut: z.strictObject({ lowered: count, passingBelow: count }),
  key: z.uuid(),
});
export const resumeRolloutInput = z.object({
  rolloutId,
  /** What becomes of machines whose change failed or was refused. */
  failed: z.enum(["try-again", "leave"]).default("try-again"),
});

export type RolloutInput = z.infer<typeof rolloutInput>;
export type RolloutListInput = z.infer<typeof rolloutListInput>;
export type StartRolloutInput = z.infer<typeof startRolloutInput>;
export type ResumeRolloutInput = z.infer<typeof resumeRolloutInput>;
