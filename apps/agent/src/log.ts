export type LogLevel = "debug" | "info" | "warn" | "error";
const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

export interface Logger {
  debug(message: string, facts?: Record<string, unknown>): void;
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

/** One JSON object a line on standard output. Nothing else is needed, and the agent must start in a fraction of a second. */
export function makeLogger(level: LogLevel, who: string): Logger {
  const write = (at: LogLevel) => (message: string, facts?: Record<string, unknown>) => {
    if (LEVELS.indexOf(at) < LEVELS.indexOf(level)) return;
    process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level: at, who, message, ...facts })}\n`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
