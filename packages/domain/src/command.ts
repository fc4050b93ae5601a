import * as z from "zod";
import { machineDefinitionSchema } from "./machine-definition";
import { protectionSchema, sideSchema } from "./observed";

const vmRef = z.string().min(1);
const hostRef = z.string().min(1);
const pointAtMs = z.number().int().nonnegative();

/** What an orchestrator, and behind it a host, can be asked to do. Each command runs as a task, named by the caller's key. */
export const commandSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("vm.create"), definition: machineDefinitionSchema }),
  z.object({ kind: z.literal("vm.delete"), vmRef }),
  z.object({ kind: z.literal("vm.start"), vmRef }),
  z.object({ kind: z.literal("vm.stop"), vmRef }),
  z.object({ kind: z.literal("vm.protect"), vmRef, protection: protectionSchema }),
  z.object({ kind: z.literal("vm.switch-active"), vmRef, to: sideSchema }),
  /** Starts it at the recovery site from a point there, the newest where none is named. A person decides that, and names what is lost. */
  z.object({
    kind: z.literal("vm.recover"),
    vmRef,
    signedBy: z.string().min(1),
    loss: z.string().min(1),
    pointAtMs: pointAtMs.optional(),
  }),
  /** Brings it back to its pair with all that was written at the recovery site; it is started anew. */
  z.object({ kind: z.literal("vm.fail-back"), vmRef, signedBy: z.string().min(1) }),
  z.object({ kind: z.literal("host.enter-maintenance"), hostRef }),
  z.object({ kind: z.literal("host.leave-maintenance"), hostRef }),
]);
export type Command = z.infer<typeof commandSchema>;
export type MaintenanceCommand = Extract<Command, { hostRef: string }>;
/** What only a person declares. No host of the pair is asked for it. */
export type RecoveryCommand = Extract<Command, { signedBy: string }>;
/** What the hosts of a pair are asked for. */
export type PairCommand = Exclude<Command, RecoveryCommand>;
export type MachineCommand = Exclude<PairCommand, MaintenanceCommand>;
export type CommandKind = Command["kind"];
