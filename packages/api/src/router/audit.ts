import { auditListInput } from "@v-available/control-plane/audit/input";
import { procedure, router } from "../trpc";

export const audit = router({
  list: procedure.input(auditListInput).query(({ ctx, input }) => ctx.queries.auditList(input, ctx.actor)),
  verify: procedure.mutation(({ ctx }) => ctx.verbs.verifyAudit(undefined, ctx.actor)),
});
