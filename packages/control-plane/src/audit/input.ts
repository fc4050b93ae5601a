import { AUDIT_OUTCOMES, isAuditKind, LOSS_REASON_LENGTH } from "@v-available/domain/audit";
import * as z from "zod";

const { min, max } = LOSS_REASON_LENGTH;
/** Typed by whoever accepts that something is lost; it stays in the audit log. */
export const lossReasonSchema = z
  .string()
  .trim()
  .min(min, `say what is lost and why, in at least ${min} characters`)
  .max(max, `a reason has at most ${max} characters`);

const text = z.string().trim().max(200).default("");
export const auditFilterSchema = z.object({
  /** The beginning of a name, whatever its case. */
  person: text,
  kind: z.string().refine(isAuditKind, "there is no such kind of entry").nullable().default(null),
  outcome: z.enum(AUDIT_OUTCOMES).nullable().default(null),
  /** The beginning of a name, or an id. */
  subject: text,
  fromMs: z.int().nonnegative().nullable().default(null),
  /** Up to, and without, this moment. */
  untilMs: z.int().nonnegative().nullable().default(null),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditListInput = auditFilterSchema
  .extend({
    /** Only entries with a smaller sequence. */
    before: z.int().positive().nullable().default(null),
    limit: z.int().min(1).max(200).default(50),
  })
  .prefault({});
export type AuditListInput = z.infer<typeof auditListInput>;

export const auditExportInput = auditFilterSchema.extend({ format: z.enum(["jsonl", "csv"]) });
export type AuditExportInput = z.infer<typeof auditExportInput>;
