import type { Command, CopyCommand, DrillCommand, RecoveryCommand } from "./command";

/** Apart from the schemas, which the browser does not load. */
export const isDrill = (command: Command): command is DrillCommand =>
  command.kind === "vm.drill" || command.kind === "vm.end-drill";
export const isRecovery = (command: Command): command is RecoveryCommand =>
  command.kind === "vm.recover" || command.kind === "vm.fail-back";

export const isOfCopies = (command: Command): command is CopyCommand =>
  command.kind === "vm.compare-copies" || command.kind === "vm.end-comparison" || command.kind === "vm.choose-copy";

/** Of these none is a change of the machine: nothing else has to wait for their end. */
export const KINDS_BESIDE_THE_MACHINE = [
  "vm.drill",
  "vm.end-drill",
  "vm.compare-copies",
  "vm.end-comparison",
] as const satisfies readonly (DrillCommand | CopyCommand)["kind"][];
