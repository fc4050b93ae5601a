import {
  assignInput,
  createDraftInput,
  discardDraftInput,
  editDraftInput,
  importInput,
  labelInput,
  policyInput,
  previewPolicyInput,
  publishInput,
  removePolicyInput,
  rollBackInput,
  unassignInput,
} from "@v-available/control-plane/policy/input";
import { policyJsonSchema } from "@v-available/domain/policy-schema";
import { procedure, router } from "../trpc";

export const policy = router({
  list: procedure.query(({ ctx }) => ctx.queries.policyList()),
  get: procedure.input(policyInput).query(({ ctx, input }) => ctx.queries.policy(input.policyId)),
  preview: procedure.input(previewPolicyInput).query(({ ctx, input }) => ctx.queries.previewPolicy(input)),
  jsonSchema: procedure.query(() => policyJsonSchema()),
  createDraft: procedure.input(createDraftInput).mutation(({ ctx, input }) => ctx.verbs.createDraft(input, ctx.actor)),
  editDraft: procedure.input(editDraftInput).mutation(({ ctx, input }) => ctx.verbs.editDraft(input, ctx.actor)),
  discardDraft: procedure
    .input(discardDraftInput)
    .mutation(({ ctx, input }) => ctx.verbs.discardDraft(input, ctx.actor)),
  publish: procedure.input(publishInput).mutation(({ ctx, input }) => ctx.verbs.publishDraft(input, ctx.actor)),
  rollBack: procedure.input(rollBackInput).mutation(({ ctx, input }) => ctx.verbs.rollBack(input, ctx.actor)),
  assign: procedure.input(assignInput).mutation(({ ctx, input }) => ctx.verbs.assignPolicy(input, ctx.actor)),
  unassign: procedure.input(unassignInput).mutation(({ ctx, input }) => ctx.verbs.unassignPolicy(input, ctx.actor)),
  remove: procedure.input(removePolicyInput).mutation(({ ctx, input }) => ctx.verbs.removePolicy(input, ctx.actor)),
  import: procedure.input(importInput).mutation(({ ctx, input }) => ctx.verbs.importPolicy(input, ctx.actor)),
  label: procedure.input(labelInput).mutation(({ ctx, input }) => ctx.verbs.labelMachine(input, ctx.actor)),
});
