import { LOSS_REASON_LENGTH } from "@v-available/domain/audit";
import * as z from "zod";
import { taskKeySchema } from "../vm/input";

const hostId = z.uuid();
const withHost = z.string().trim().min(1, "the name of a free host").max(63, "at most 63 characters");

export const previewReplaceInput = z.object({ hostId, withHost: withHost.nullable().default(null) });
export type PreviewReplaceInput = z.infer<typeof previewReplaceInput>;

/** The name of the old host is typed as well: its copies are given up for good. */
export const replaceHostInput = z.object({
  hostId,
  withHost,
  confirmName: z.string().max(200, "at most 200 characters"),
  reason: z
    .string()
    .trim()
    .min(LOSS_REASON_LENGTH.min, `a reason has at least ${LOSS_REASON_LENGTH.min} characters`)
    .max(LOSS_REASON_LENGTH.max, `a reason has at most ${LOSS_REASON_LENGTH.max} characters`),
  accepted: z.array(z.string().max(80, "at most 80 characters")).max(40).default([]),
  taskKey: taskKeySchema,
});
export type ReplaceHostInput = z.infer<typeof replaceHostInput>;

export const endReplacingInput = z.object({ hostId, taskKey: taskKeySchema });
export type EndReplacingInput = z.infer<typeof endReplacingInput>;
