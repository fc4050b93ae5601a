import { DIAL_STOPS } from "@v-available/domain/level";
import { labelSchema } from "@v-available/domain/policy-schema";
import * as z from "zod";

/** More at once nobody could look through, and no browser should ask for one after the other. */
export const MOST_AT_ONCE = 1_000;

const labels = z.array(labelSchema).max(32);

/** What is to be done to each of several machines. */
export const bulkActionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("start") }),
  z.strictObject({ kind: z.literal("stop") }),
  /** Its active side becomes the other one of its pair. */
  z.strictObject({ kind: z.literal("move") }),
  /** The stop of the dial; the switches beside it stay as they are. */
  z.strictObject({ kind: z.literal("protect"), stop: z.enum(DIAL_STOPS) }),
  z.strictObject({ kind: z.literal("assign"), policyId: z.uuid() }),
  z.strictObject({ kind: z.literal("label"), add: labels, remove: labels }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** Those that are named, or all that a query finds. */
export const bulkOfSchema = z.union([
  z.strictObject({ machineIds: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) }),
  z.strictObject({ filter: z.string().max(1_000) }),
]);

export const previewBulkInput = z.object({ action: bulkActionSchema, of: bulkOfSchema });
export type PreviewBulkInput = z.infer<typeof previewBulkInput>;
