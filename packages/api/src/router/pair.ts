import { pairInput, pairRoomInput } from "@v-available/control-plane/pair/input";
import { procedure, router } from "../trpc";

export const pair = router({
  list: procedure.query(({ ctx }) => ctx.queries.pairList()),
  get: procedure.input(pairInput).query(({ ctx, input }) => ctx.queries.pair(input.pairId)),
  room: procedure.input(pairRoomInput).query(({ ctx, input }) => ctx.queries.pairRoom(input)),
});
