import * as z from "zod";
import { procedure, router } from "../trpc";

/** Faults are injected into simulated fleets only. */
export const lab = router({
  catalogue: procedure.query(({ ctx }) => ctx.lab.catalogue()),
  inject: procedure
    .input(z.object({ fault: z.string().min(1), targetRef: z.string().min(1) }))
    .mutation(({ ctx, input }) => ctx.lab.inject(input, ctx.actor)),
  clear: procedure
    .input(z.object({ injectionId: z.string().min(1) }))
    .mutation(({ ctx, input }) => ctx.lab.clear(input.injectionId, ctx.actor)),
});
