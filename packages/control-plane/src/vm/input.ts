import { machineDefinitionSchema } from "@v-available/domain/machine-definition";
import { protectionSchema, sideSchema } from "@v-available/domain/observed";
import * as z from "zod";

/** Made by the caller: the same key again is the same task, never a second one. */
export const taskKeySchema = z.uuid();
const machineId = z.uuid();

export const createMachineInput = machineDefinitionSchema.omit({ pairRef: true }).extend({
  pairId: z.uuid(),
  taskKey: taskKeySchema,
});
export const machineInput = z.object({ machineId });
export const machineTaskInput = z.object({ machineId, taskKey: taskKeySchema });
export const protectInput = z.object({ machineId, protection: protectionSchema, taskKey: taskKeySchema });
export const previewProtectInput = z.object({ machineId, protection: protectionSchema });
export const switchActiveInput = z.object({ machineId, to: sideSchema, taskKey: taskKeySchema });
/** The name is typed again: what is removed does not come back. */
export const removeMachineInput = z.object({ machineId, taskKey: taskKeySchema, confirmName: z.string() });

/** The name is typed as well: what its pair wrote last is given up. From the newest point where none is named. */
export const recoverMachineInput = z.object({
  machineId,
  taskKey: taskKeySchema,
  confirmName: z.string(),
  pointAtMs: z.int().nonnegative().optional(),
});

/** From the newest point where none is named. */
export const drillMachineInput = z.object({
  machineId,
  taskKey: taskKeySchema,
  pointAtMs: recoverMachineInput.shape.pointAtMs,
});

export type CreateMachineInput = z.infer<typeof createMachineInput>;
export type MachineTaskInput = z.infer<typeof machineTaskInput>;
export type ProtectInput = z.infer<typeof protectInput>;
export type PreviewProtectInput = z.infer<typeof previewProtectInput>;
export type SwitchActiveInput = z.infer<typeof switchActiveInput>;
export type DrillMachineInput = z.infer<typeof drillMachineInput>;
export type RecoverMachineInput = z.infer<typeof recoverMachineInput>;
export type RemoveMachineInput = z.infer<typeof removeMachineInput>;
