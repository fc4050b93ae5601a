import { authorise } from "@v-available/control-plane/authorise";
import type { Actor } from "@v-available/control-plane/desk";
import type { FaultLab } from "@v-available/control-plane/lab";
import { Refusal } from "@v-available/domain/refusal";
import * as z from "zod";
import type { Context } from "../context";
import { procedure, router } from "../trpc";

/** Faults are injected into simulated fleets only. */
function labOf(ctx: Pick<Context, "lab">): FaultLab {
  if (ctx.lab) return ctx.lab;
  throw new Refusal({
    code: "unsupported",
    message: "Faults cannot be injected here: the fleet is real.",
    remedy: "Use demo mode, or pull a real plug.",
  });
}

function handsOf(ctx: Pick<Context, "lab"> & { readonly actor: Actor }): FaultLab {
  authorise(ctx.actor, "inject-faults");
  return labOf(ctx);
}

export const lab = router({
  catalogue: procedure.query(({ ctx }) => labOf(ctx).catalogue()),
  inject: procedure
    .input(z.object({ fault: z.string().min(1), targetRef: z.string().min(1) }))
    .mutation(({ ctx, input }) => handsOf(ctx).inject(input)),
  clear: procedure
    .input(z.object({ injectionId: z.string().min(1) }))
    .mutation(({ ctx, input }) => handsOf(ctx).clear(input.injectionId)),
});
