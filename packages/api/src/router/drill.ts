import { procedure, router } from "../trpc";

export const drill = router({
  list: procedure.query(({ ctx }) => ctx.queries.drillList()),
});
