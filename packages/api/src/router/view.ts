import { removeViewInput, renameViewInput, saveViewInput } from "@v-available/control-plane/machine-view/input";
import { procedure, router } from "../trpc";

export const view = router({
  list: procedure.query(({ ctx }) => ctx.queries.viewList(ctx.actor)),
  save: procedure.input(saveViewInput).mutation(({ ctx, input }) => ctx.verbs.saveView(input, ctx.actor)),
  rename: procedure.input(renameViewInput).mutation(({ ctx, input }) => ctx.verbs.renameView(input, ctx.actor)),
  remove: procedure.input(removeViewInput).mutation(({ ctx, input }) => ctx.verbs.removeView(input, ctx.actor)),
});
