import { sideSchema } from "@v-available/domain/observed";
import type { WitnessRequest } from "@v-available/pair-protocol/witness";
import * as z from "zod";

const ref = z.string().min(1).max(200);
const epoch = z.int().nonnegative();
const asked = { pairRef: ref, side: sideSchema, requestId: ref };
const MOST_MACHINES = 2_000;

/** The protocol's requests as they come over the wire. Unlike types, certificates lie to nobody: who asks is checked apart. */
export const witnessRequestSchema: z.ZodType<WitnessRequest> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("renew"),
    ...asked,
    fenced: z.array(z.object({ vmRef: ref, epoch })).max(MOST_MACHINES),
  }),
  z.object({
    kind: z.literal("compare-and-set"),
    ...asked,
    changes: z
      .array(
        z.object({
          changeId: ref,
          vmRef: ref,
          expectEpoch: epoch,
          next: z.object({ owner: sideSchema, inSync: z.array(sideSchema).max(2) }),
          fenced: z.boolean(),
        }),
      )
      .max(MOST_MACHINES),
  }),
  z.object({ kind: z.literal("remove"), ...asked, vmRef: ref, expectEpoch: epoch }),
]);
