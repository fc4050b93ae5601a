import { procedure, router } from "../trpc";

export const overview = router({ get: procedure.query(({ ctx }) => ctx.queries.overview()) });
