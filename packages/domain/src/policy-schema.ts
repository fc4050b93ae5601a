import * as z from "zod";
import { WEEKDAYS } from "./maintenance-window";
import { MTBF_POLICIES } from "./mtbf";
import { protectionSchema } from "./observed";
import { POLICY_LIMITS } from "./policy-limit";
import { durationWords, numberWords, percentWords } from "./wording";

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
    .min(limit.min, `${what} must be at least ${limit.min} ms (${durationWords(limit.min)})`)
    .max(limit.max, `${what} must be at most ${limit.max} ms (${durationWords(limit.max)})`);
const moment = (what: string) => z.int(`the window needs a time ${what}`).nonnegative();
const share = limits.resyncShareRatio;
const minutes = limits.windowMinutes;

export const recurrenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("once"),
    fromMs: moment("from which it is open"),
    untilMs: moment("until which it is open"),
  }),
  z.strictObject({
    kind: z.literal("weekly"),
    weekdays: z.array(z.enum(WEEKDAYS)).max(7),
    weekOfMonth: z.literal([1, 2, 3, 4, 5]).nullable(),
    startMinuteOfDay: z.int("the window needs a time of day at which it opens").min(0).max(1_439),
    durationMinutes: z
      .int("a window lasts a whole number of minutes")
      .min(0, "a window lasts at least 1 minute")
      .max(minutes, `a window lasts at most ${numberWords(minutes)} minutes (${minutes / 60} h)`),
  }),
]);

const [, recoveryTarget] = protectionSchema.shape.recovery.options;

/** A policy as it is written: in the form, through the API and as YAML. What its parts mean together, policy-rule.ts judges. */
export const policySchema = z
  .strictObject({
    name,
    protection: z.strictObject({
      ...protectionSchema.shape,
      recovery: z.union(
        [z.literal("none"), z.strictObject(recoveryTarget.shape)],
        "recovery is none, or a copy with a target RPO of a whole number of milliseconds above 0",
      ),
    }),
    targetRtoMs: milliseconds("the RTO target", limits.targetMs).nullable(),
    targetRpoMs: milliseconds("the RPO target", limits.targetMs).nullable(),
    restartPriority: z.literal([1, 2, 3, 4, 5], "the restart priority is a number from 1, first, to 5, last"),
    restartAfter: z
      .array(
        z.union(
          [z.strictObject({ machine: z.string().min(1).max(63) }), z.strictObject({ label: labelSchema })],
          "it waits for a machine by its name, of at most 63 characters, or for a label of lower-case letters, digits and inner . / _ or -",
        ),
      )
      .max(limits.restartAfter),
    startDelayMs: milliseconds("the start delay", limits.startDelayMs),
    failback: z.union(
      [z.literal("stay"), z.literal("at-once"), z.strictObject({ window: name })],
      "failback is stay, at-once, or a window of this policy by its name",
    ),
    mtbf: z.enum(MTBF_POLICIES),
    mtbfThresholdMs: z.strictObject({
      link: milliseconds("the MTBF threshold", limits.mtbfMs),
      agent: milliseconds("the MTBF threshold", limits.mtbfMs),
      vm: milliseconds("the MTBF threshold", limits.mtbfMs),
      disk: milliseconds("the MTBF threshold", limits.mtbfMs),
      host: milliseconds("the MTBF threshold", limits.mtbfMs),
    }),
    drillEveryDays: z
      .int("the drill interval must be a whole number of days")
      .min(limits.drillEveryDays.min, `the drill interval must be at least ${limits.drillEveryDays.min} day`)
      .max(limits.drillEveryDays.max, `the drill interval must be at most ${limits.drillEveryDays.max} days`)
      .nullable(),
    resyncShareRatio: z
      .number("the share of the links must be a number")
      .min(share.min, `the share of the links must be at least ${percentWords(share.min)} (${share.min})`)
      .max(share.max, `the share of the links must be at most ${percentWords(share.max)} (${share.max})`),
    windows: z
      .array(z.strictObject({ name, timeZone: z.string().min(1).max(63), recurrence: recurrenceSchema }))
      .max(limits.windows),
  })
  .meta({ title: "v-Available policy", description: "A named composition with what it promises." });

/** What an editor of YAML checks a file against. */
export const policyJsonSchema = (): unknown => z.toJSONSchema(policySchema, { target: "draft-2020-12" });
