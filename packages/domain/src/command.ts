import * as z from "zod";
import { machineDefinitionSchema } from "./machine-definition";
import { protectionSchema, sideSchema } from "./observed";

const vmRef = z.string().min(1);
const hostRef = z.string().min(1);

/** What an orchestrator, and behind it a host, can be asked to do. Each command runs as a task, named by the caller's key. */
export const commandSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("vm.create"), definition: machineDefinitionSchema }),
  z.object({ kind: z.literal("vm.delete"), vmRef }),
  z.object({ kind: z.literal("vm.start"), vmRef }),
  z.object({ kind: z.literal("vm.stop"), vmRef }),
  z.object({ kind: z.literal("vm.protect"), vmRef, protection: protectionSchema }),
  z.object({ kind: z.literal("vm.switch-active"), vmRef, to: sideSchema }),
  z.object({ kind: z.literal("host.enter-maintenance"), hostRef }),
  z.object({ kind: z.literal("host.leave-maintenance"), hostRef }),
]);
export type Command = z.infer<typeof commandSchema>;
export type MaintenanceCommand = Extract<Command, { hostRef: string }>;
export type MachineCommand = Exclude<Command, MaintenanceCommand>;
export type CommandKind = Command["kind"];
