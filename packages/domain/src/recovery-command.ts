import type { Command, CommandKind, RecoveryCommand } from "./command";

/** Apart from the schemas, which the browser does not load. */
export const isRecovery = (command: Command): command is RecoveryCommand => "signedBy" in command;
export const isRecoveryKind = (kind: CommandKind): kind is RecoveryCommand["kind"] =>
  kind === "vm.recover" || kind === "vm.fail-back";
