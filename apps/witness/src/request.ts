import { sideSchema } from "@v-available/domain/observed";
import type { WitnessRequest } from "@v-available/pair-protocol/witness";
import * as z from "zod";

const ref = z.string().min(1).max(200);
const epoch = z.int().nonnegative();
const asked = { pairRef: ref, side: sideSchema, requestId: ref };
const inTerm = { ...asked, term: epoch };
const inSync = z.array(sideSchema).max(2);
const MOST_MACHINES = 2_000;

/** The protocol's requests as they come over the wire. Unlike types, certificates lie to nobody: who asks is checked apart. */
export const witnessRequestSchema: z.ZodType<WitnessRequest> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("renew"),
    ...inTerm,
    fenced: z.array(z.object({ vmRef: ref, epoch })).max(MOST_MACHINES),
  }),
  z.object({
    kind: z.literal("compare-and-set"),
    ...inTerm,
    changes: z
      .array(
        z.object({
          changeId: ref,
          vmRef: ref,
          expectEpoch: epoch,
          next: z.object({ owner: sideSchema, inSync }),
          fenced: z.boolean(),
        }),
      )
      .max(MOST_MACHINES),
  }),
  z.object({ kind: z.literal("remove"), ...inTerm, vmRef: ref, expectEpoch: epoch }),
  z.object({ kind: z.literal("look"), ...asked }),
  z.object({
    kind: z.literal("take-seat"),
    ...inTerm,
    registers: z.array(z.object({ vmRef: ref, epoch, owner: sideSchema, inSync })).max(MOST_MACHINES),
  }),
  z.object({ kind: z.literal("settle"), ...inTerm }),
]);
