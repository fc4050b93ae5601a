import * as z from "zod";
import { WEEKDAYS } from "./maintenance-window";
import { MTBF_POLICIES } from "./mtbf";
import { protectionSchema } from "./observed";
import { POLICY_LIMITS } from "./policy-limit";

const limits = POLICY_LIMITS;
const name = z
  .string()
  .min(1, "a name has at least one character")
  .max(limits.nameLength, `a name has at most ${limits.nameLength} characters`)
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/, "a name has letters, digits, spaces, dots, hyphens and underscores");
export const labelSchema = z
  .string()
  .max(limits.nameLength)
  .regex(/^[a-z0-9]([a-z0-9./_-]*[a-z0-9])?$/, "a label has lower-case letters, digits and inner . / _ or -");
const milliseconds = (what: string, limit: { readonly min: number; readonly max: number }) =>
  z
    .int(`${what} must be a whole number of milliseconds`)
    .min(limit.min, `${what} must be at least ${limit.min} ms`)
    .max(limit.max, `${what} must be at most ${limit.max} ms`);

export const recurrenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("once"), fromMs: z.int().nonnegative(), untilMs: z.int().nonnegative() }),
  z.strictObject({
    kind: z.literal("weekly"),
    weekdays: z.array(z.enum(WEEKDAYS)).max(7),
    weekOfMonth: z.literal([1, 2, 3, 4, 5]).nullable(),
    startMinuteOfDay: z.int().min(0).max(1_439),
    durationMinutes: z.int().min(0).max(limits.windowMinutes),
  }),
]);

const [, recoveryTarget] = protectionSchema.shape.recovery.options;

/** A policy as it is written: in the form, through the API and as YAML. What its parts mean together, policy-rule.ts judges. */
export const policySchema = z
  .strictObject({
    name,
    protection: z.strictObject({
      ...protectionSchema.shape,
      recovery: z.union([z.literal("none"), z.strictObject(recoveryTarget.shape)]),
    }),
    targetRtoMs: milliseconds("the RTO target", limits.targetMs).nullable(),
    targetRpoMs: milliseconds("the RPO target", limits.targetMs).nullable(),
    restartPriority: z.literal([1, 2, 3, 4, 5]),
    restartAfter: z
      .array(z.union([z.strictObject({ machine: z.string().min(1).max(63) }), z.strictObject({ label: labelSchema })]))
      .max(limits.restartAfter),
    startDelayMs: milliseconds("the start delay", limits.startDelayMs),
    failback: z.union([z.literal("stay"), z.literal("at-once"), z.strictObject({ window: name })]),
    mtbf: z.enum(MTBF_POLICIES),
    mtbfThresholdMs: z.strictObject({
      link: milliseconds("the MTBF threshold", limits.mtbfMs),
      agent: milliseconds("the MTBF threshold", limits.mtbfMs),
      vm: milliseconds("the MTBF threshold", limits.mtbfMs),
      disk: milliseconds("the MTBF threshold", limits.mtbfMs),
      host: milliseconds("the MTBF threshold", limits.mtbfMs),
    }),
    drillEveryDays: z.int().min(limits.drillEveryDays.min).max(limits.drillEveryDays.max).nullable(),
    resyncShareRatio: z.number().min(limits.resyncShareRatio.min).max(limits.resyncShareRatio.max),
    windows: z
      .array(z.strictObject({ name, timeZone: z.string().min(1).max(63), recurrence: recurrenceSchema }))
      .max(limits.windows),
  })
  .meta({ title: "v-Available policy", description: "A named composition with what it promises." });

/** What an editor of YAML checks a file against. */
export const policyJsonSchema = (): unknown => z.toJSONSchema(policySchema, { target: "draft-2020-12" });
