import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** Runs a command to its end. @throws Error with what it wrote to its standard error */
export function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      if (error) reject(new Error(`${command} ${args.join(" ")}: ${err.trim() || error.message}`, { cause: error }));
      else resolve(out);
    });
  });
}

/** Many `ip` commands in one process, in order; ends at the first that fails. */
export async function ipBatch(namespace: string | null, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await new Promise<void>((resolve, reject) => {
    const target = namespace === null ? [] : ["-n", namespace];
    const child = spawn("ip", [...target, "-batch", "-"], { stdio: ["pipe", "ignore", "pipe"] });
    let message = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      message += text;
    });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`ip in ${namespace}: ${message.trim()}`))));
    child.stdin.end(`${lines.join("\n")}\n`);
  });
}

export const inNamespace = (namespace: string, argv: readonly string[]) => ["ip", "netns", "exec", namespace, ...argv];

/** Starts a process that outlives this one. @returns its pid */
export function startDetached(
  argv: readonly string[],
  logFile: string,
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "a");
  const [command, ...args] = argv;
  if (command === undefined) throw new Error("Nothing to start.");
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new Error(`${command} was not started.`);
  return child.pid;
}

/** Waits for a condition. @throws Error that names it when it did not come true in time */
export async function until<T>(
  what: string | (() => string),
  limitMs: number,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  everyMs = 50,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > end) {
      throw new Error(`Not within ${limitMs / 1000} s: ${typeof what === "string" ? what : what()}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
