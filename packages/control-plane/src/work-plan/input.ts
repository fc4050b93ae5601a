import { sideSchema } from "@v-available/domain/observed";
import { recurrenceSchema } from "@v-available/domain/policy-schema";
import { WORK_PLAN_LIMITS as limits } from "@v-available/domain/work-plan-limit";
import * as z from "zod";
import { outsideWindowOfSchema } from "../policy/window";

const planId = z.uuid();
const reason = z
  .string()
  .trim()
  .min(limits.reason.min, `a reason has at least ${limits.reason.min} characters`)
  .max(limits.reason.max, `a reason has at most ${limits.reason.max} characters`);

const hostIds = z
  .array(z.uuid())
  .min(1, "at least one host is worked on")
  .max(limits.hosts, `a plan has at most ${limits.hosts} hosts`);
const workMinutes = z.int().min(limits.workMinutes.min).max(limits.workMinutes.max);
const atOnce = z.int().min(1).max(limits.atOnce);
const window = z.strictObject({ timeZone: z.string().min(1).max(63), recurrence: recurrenceSchema });

export const createPlanInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "a name has at least one character")
    .max(limits.name, `a name has at most ${limits.name} characters`),
  reason,
  hostIds,
  workMinutes,
  atOnce,
  /** Null: at once. */
  startsAtMs: z.int().nonnegative().nullable(),
  /** Null: at any time. */
  window: window.nullable(),
  /** Machines that are worked on outside the windows of their policies too. */
  outsideWindowOf: outsideWindowOfSchema,
  /** Made by the caller: the same key again is the same plan, never a second one. */
  key: z.uuid(),
});
export const previewPlanInput = z.strictObject({
  hostIds,
  workMinutes,
  atOnce,
  /** When the first host would be begun; now where it is not given. */
  startsAtMs: z.int().nonnegative().nullish(),
});
export const planInput = z.strictObject({ planId });
export const stepInput = z.strictObject({ planId, hostId: z.uuid() });
/** Why it is stopped, or not done. */
export const cancelPlanInput = planInput.extend({ reason });
export const skipStepInput = stepInput.extend({ reason });

export type CreatePlanInput = z.infer<typeof createPlanInput>;
export type PreviewPlanInput = z.infer<typeof previewPlanInput>;
export type PlanInput = z.infer<typeof planInput>;
export type StepInput = z.infer<typeof stepInput>;
export type CancelPlanInput = z.infer<typeof cancelPlanInput>;
export type SkipStepInput = z.infer<typeof skipStepInput>;
export const hostChoiceInput = z.strictObject({
  /** Words that the name, pair or site of a host contains, each; none: every host. */
  text: z.string().max(200),
  side: sideSchema.nullable(),
  limit: z.int().min(1).max(limits.hosts),
});
export type HostChoiceInput = z.infer<typeof hostChoiceInput>;
