import { machineDefinitionSchema } from "@v-available/domain/machine-definition";
import * as z from "zod";

/**
 * What both hosts must know to run a machine; it travels with the heartbeats and lies in the durable state. Its sizes
 * and addresses never change while the machine exists, so that either host starts the very same hardware.
 */
export const machineSchema = machineDefinitionSchema
  .pick({ name: true, vcpus: true, memoryMiB: true, diskMiB: true, image: true, guest: true })
  .extend({ mac: z.string(), ip: z.string().nullable(), diskBytes: z.number().int().positive() });
export type Machine = z.infer<typeof machineSchema>;

/** @throws ZodError: a spec that this version cannot read must not be guessed at */
export const parseMachine = (spec: string): Machine => machineSchema.parse(JSON.parse(spec));
export const writeMachine = (machine: Machine): string => JSON.stringify(machine);
