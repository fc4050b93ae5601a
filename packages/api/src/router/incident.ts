import { incidentInput } from "@v-available/control-plane/incident/input";
import { procedure, router } from "../trpc";

export const incident = router({
  get: procedure.input(incidentInput).query(({ ctx, input }) => ctx.queries.incident(input.incidentId)),
});
