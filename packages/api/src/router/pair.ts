import * as z from "zod";
import { procedure, router } from "../trpc";

export const pair = router({
  list: procedure.query(({ ctx }) => ctx.queries.pairList()),
  get: procedure.input(z.object({ pairId: z.uuid() })).query(({ ctx, input }) => ctx.queries.pair(input.pairId)),
});
