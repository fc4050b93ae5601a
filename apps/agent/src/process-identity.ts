import { readdir, readFile, rm } from "node:fs/promises";
import { readDurable, writeDurably } from "./store/durable-file";

/** A pid alone may be somebody else's tomorrow; together with the start time and the boot it names one process for ever. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/<pid>/stat. */
  readonly startTicks: number;
  readonly bootId: string;
}

let bootIdRead: Promise<string> | undefined;
export function bootId(): Promise<string> {
  bootIdRead ??= readFile("/proc/sys/kernel/random/boot_id", "utf8").then((text) => text.trim());
  return bootIdRead;
}

/** @returns null when there is no such process, or only its zombie */
async function startTicksOf(pid: number): Promise<number | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may itself have spaces and parentheses: fields count from the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    return Number(fields[19]);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}

export async function identify(pid: number): Promise<ProcessIdentity | null> {
  const startTicks = await startTicksOf(pid);
  return startTicks === null ? null : { pid, startTicks, bootId: await bootId() };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return identity.bootId === (await bootId()) && (await startTicksOf(identity.pid)) === identity.startTicks;
}

/** Kills exactly that process, if it still is. @returns whether there was something to kill */
export async function killExactly(identity: ProcessIdentity, signal: NodeJS.Signals = "SIGKILL"): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

export async function readIdentity(file: string): Promise<ProcessIdentity | null> {
  return (await readDurable(file).catch(() => null)) as ProcessIdentity | null;
}
export const writeIdentity = (file: string, identity: ProcessIdentity): Promise<void> => writeDurably(file, identity);
export const forgetIdentity = (file: string): Promise<void> => rm(file, { force: true });

/**
 * Our processes whose command line has this argument word for word. It finds one whose identity file was not written
 * because the agent died between the two; the argument is a path inside our own folder, so no foreign process matches.
 */
export async function findByArgument(argument: string): Promise<ProcessIdentity[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return line.split("\0").includes(argument) ? identify(pid) : null;
    }),
  );
  return found.filter((identity) => identity !== null);
}
