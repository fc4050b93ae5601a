import { endFormingInput, formPairInput, previewFormInput } from "@v-available/control-plane/pair/form-input";
import { pairInput, pairRoomInput } from "@v-available/control-plane/pair/input";
import { procedure, router } from "../trpc";

export const pair = router({
  list: procedure.query(({ ctx }) => ctx.queries.pairList()),
  get: procedure.input(pairInput).query(({ ctx, input }) => ctx.queries.pair(input.pairId)),
  previewForm: procedure.input(previewFormInput).query(({ ctx, input }) => ctx.queries.previewForm(input, ctx.actor)),
  form: procedure.input(formPairInput).mutation(({ ctx, input }) => ctx.verbs.formPair(input, ctx.actor)),
  endForming: procedure.input(endFormingInput).mutation(({ ctx, input }) => ctx.verbs.endForming(input, ctx.actor)),
  room: procedure.input(pairRoomInput).query(({ ctx, input }) => ctx.queries.pairRoom(input)),
});
