import { procedure, router } from "../trpc";

export const system = router({ info: procedure.query(({ ctx }) => ctx.queries.systemInfo()) });
