import type { Command, FormCommand } from "./command";

/** Apart from the schemas, which the browser does not load. */
export type ReplaceCommand = Extract<FormCommand, { pairRef: string }>;
export const isReplacing = (command: FormCommand): command is ReplaceCommand => "pairRef" in command;
export const isForming = (command: Command): command is FormCommand => command.kind.startsWith("pair.");
