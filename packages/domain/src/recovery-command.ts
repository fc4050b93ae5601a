import type { Command, DrillCommand, RecoveryCommand } from "./command";

/** Apart from the schemas, which the browser does not load. */
export const isDrill = (command: Command): command is DrillCommand =>
  command.kind === "vm.drill" || command.kind === "vm.end-drill";
export const isRecovery = (command: Command): command is RecoveryCommand =>
  command.kind === "vm.recover" || command.kind === "vm.fail-back";

/** Of these none is a change of the machine: nothing else has to wait for their end. */
export const DRILL_KINDS = ["vm.drill", "vm.end-drill"] as const satisfies readonly DrillCommand["kind"][];
