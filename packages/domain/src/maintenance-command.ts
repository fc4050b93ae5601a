import type { Command, CommandKind, MaintenanceCommand } from "./command";

/** Apart from the schemas, which the browser does not load. */
export const isMaintenance = (command: Command): command is MaintenanceCommand => "hostRef" in command;
export const isMaintenanceKind = (kind: CommandKind): kind is MaintenanceCommand["kind"] => kind.startsWith("host.");
