import * as z from "zod";
import { heedSchema } from "./heed";
import { machineDefinitionSchema, machineEditSchema } from "./machine-definition";
import { protectionSchema, sideSchema } from "./observed";
import { pairNameSchema } from "./pair-name";

const vmRef = z.string().min(1);
const hostRef = z.string().min(1);
const pairPlan = z.object({
  name: pairNameSchema,
  hostRefs: z.object({ a: hostRef, b: hostRef }),
  /** By name, in the order in which they are preferred. */
  witnesses: z.array(z.string().min(1)).min(1).max(2),
});
const pointAtMs = z.number().int().nonnegative();

/** What an orchestrator, and behind it a host, can be asked to do. Each command runs as a task, named by the caller's key. */
export const commandSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("vm.create"), definition: machineDefinitionSchema }),
  /** Of a machine that is off: it has them from its next start on. */
  z.object({ kind: z.literal("vm.edit"), vmRef, edit: machineEditSchema }),
  z.object({ kind: z.literal("vm.delete"), vmRef }),
  z.object({ kind: z.literal("vm.start"), vmRef }),
  z.object({ kind: z.literal("vm.stop"), vmRef }),
  z.object({ kind: z.literal("vm.protect"), vmRef, protection: protectionSchema }),
  /** What of its policy its hosts act on from now on. */
  z.object({ kind: z.literal("vm.heed"), vmRef, heed: heedSchema }),
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
  /** Starts a clone of a point, the newest where none is named, in a network of its own; measures, and takes it down. */
  z.object({ kind: z.literal("vm.drill"), vmRef, signedBy: z.string().min(1), pointAtMs: pointAtMs.optional() }),
  z.object({ kind: z.literal("vm.end-drill"), vmRef, signedBy: z.string().min(1) }),
  /** Reads both copies and says what differs, while the machine goes on; what differs is copied. */
  z.object({ kind: z.literal("vm.compare-copies"), vmRef }),
  z.object({ kind: z.literal("vm.end-comparison"), vmRef }),
  /** Of two histories this side's stays, and the other is given up. A person decides that, and names what is lost. */
  z.object({
    kind: z.literal("vm.choose-copy"),
    vmRef,
    keep: sideSchema,
    signedBy: z.string().min(1),
    loss: z.string().min(1),
  }),
  /** Makes one pair of two free hosts. */
  z.object({ kind: z.literal("pair.form"), plan: pairPlan }),
  /** Lets both hosts be free again, as long as the witness does not know the pair. */
  z.object({ kind: z.literal("pair.end-forming"), pairName: z.string().min(1) }),
  /** Gives that side of a pair another host; the copies of the old one count nowhere any more. A person names what that is. */
  z.object({
    kind: z.literal("pair.replace-host"),
    pairRef: z.string().min(1),
    side: sideSchema,
    withRef: hostRef,
    signedBy: z.string().min(1),
    loss: z.string().min(1),
  }),
  /** Leaves the old host where it is, as long as it is not shut out. */
  z.object({ kind: z.literal("pair.end-replacing"), pairRef: z.string().min(1) }),
  z.object({ kind: z.literal("host.enter-maintenance"), hostRef }),
  z.object({ kind: z.literal("host.leave-maintenance"), hostRef }),
]);
export type Command = z.infer<typeof commandSchema>;
export type MaintenanceCommand = Extract<Command, { hostRef: string }>;
/** What the recovery site does with its copy beside the machine, which goes on wherever it is. */
export type DrillCommand = Extract<Command, { kind: "vm.drill" | "vm.end-drill" }>;
/** What is done with a machine's two copies and not with the machine. */
export type CopyCommand = Extract<Command, { kind: "vm.compare-copies" | "vm.end-comparison" | "vm.choose-copy" }>;
/** What only a person declares of the machine itself. */
export type RecoveryCommand = Extract<Command, { kind: "vm.recover" | "vm.fail-back" }>;
/** Of a machine's definition, where its hosts can take another one. */
export type EditCommand = Extract<Command, { kind: "vm.edit" }>;
/** Of a machine's policy, where its hosts can act on it. */
export type HeedCommand = Extract<Command, { kind: "vm.heed" }>;
/** What makes a pair, or another one, of hosts. */
export type FormCommand = Extract<Command, { kind: `pair.${string}` }>;
export type PairPlan = z.infer<typeof pairPlan>;
/** What the hosts of every pair are asked for. */
export type PairCommand = Exclude<
  Command,
  RecoveryCommand | DrillCommand | EditCommand | CopyCommand | HeedCommand | FormCommand
>;
export type MachineCommand = Exclude<PairCommand, MaintenanceCommand>;
export type CommandKind = Command["kind"];
