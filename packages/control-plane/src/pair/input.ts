import { machineDefinitionSchema } from "@v-available/domain/machine-definition";
import * as z from "zod";

export const pairInput = z.object({ pairId: z.uuid() });
/** Of a machine that is thought of. */
export const pairRoomInput = machineDefinitionSchema
  .pick({ vcpus: true, memoryMiB: true, protection: true })
  .extend(pairInput.shape);
export type PairRoomInput = z.infer<typeof pairRoomInput>;
