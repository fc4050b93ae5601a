import type { Policy } from "@v-available/domain/policy";
import { labelSchema, policySchema } from "@v-available/domain/policy-schema";
import * as z from "zod";
import { type RollOut, rollOut } from "../rollout/input";

const policyId = z.uuid();
/** Made by the caller: the same key again is the same change, never a second one. */
const key = z.uuid();
/** Of the draft as it was shown; null where there was none. */
const draftRevision = z.int().nonnegative().nullable();
const reason = z
  .string()
  .trim()
  .min(1, "say why: the reason stays with the version")
  .max(500, "a reason has at most 500 characters");

const text = z.string().trim().min(1).max(63);
const rule = z
  .strictObject({ site: text.nullable(), namePattern: text.nullable(), label: labelSchema.nullable() })
  .refine(({ site, namePattern, label }) => site !== null || namePattern !== null || label !== null, {
    message: "a rule names a site, a name pattern or a label",
  });
const assignedBy = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("machine"), machineId: z.uuid() }),
  z.strictObject({ kind: z.literal("label"), label: labelSchema }),
  z.strictObject({ kind: z.literal("rule"), rule }),
]);

export const policyInput = z.object({ policyId });
export const createDraftInput = z.object({ policy: policySchema, key });
export const editDraftInput = z.object({
  policyId,
  draftRevision,
  baseVersion: z.int().positive().nullable(),
  policy: policySchema,
});
export const discardDraftInput = z.object({ policyId, draftRevision: z.int().nonnegative() });
export const publishInput = z.object({ policyId, draftRevision: z.int().nonnegative(), reason, key, rollOut });
export const rollBackInput = z.object({
  policyId,
  toVersion: z.int().positive(),
  fromVersion: z.int().positive(),
  reason,
  key,
  rollOut,
});
export const assignInput = z.object({ policyId, by: assignedBy, rollOut });
export const unassignInput = z.object({ assignmentId: z.uuid() });
/** The name is typed again: what is removed does not come back. */
export const removePolicyInput = z.object({ policyId, confirmName: z.string() });
export const importInput = z.object({ yaml: z.string().min(1).max(100_000), key });
export const labelInput = z.object({ machineId: z.uuid(), labels: z.array(labelSchema).max(32) });
export const previewPolicyInput = z.object({ policyId, policy: policySchema.nullable().default(null) });

/** Whoever names none rolls nothing out. */
type WithRollOut<Input extends { rollOut: RollOut }> = Omit<Input, "rollOut"> & { readonly rollOut?: RollOut };

/** What a schema has read, as the domain names it. */
type WithPolicy<Input extends { policy: unknown }> = Omit<Input, "policy"> & { readonly policy: Policy };
export type CreateDraftInput = WithPolicy<z.infer<typeof createDraftInput>>;
export type EditDraftInput = WithPolicy<z.infer<typeof editDraftInput>>;
export type DiscardDraftInput = z.infer<typeof discardDraftInput>;
export type PublishInput = WithRollOut<z.infer<typeof publishInput>>;
export type RollBackInput = WithRollOut<z.infer<typeof rollBackInput>>;
export type AssignInput = WithRollOut<z.infer<typeof assignInput>>;
export type UnassignInput = z.infer<typeof unassignInput>;
export type RemovePolicyInput = z.infer<typeof removePolicyInput>;
export type ImportInput = z.infer<typeof importInput>;
export type LabelInput = z.infer<typeof labelInput>;
export interface PreviewPolicyInput {
  readonly policyId: string;
  /** What is being typed; null for the draft, or the version in force. */
  readonly policy: Policy | null;
}
