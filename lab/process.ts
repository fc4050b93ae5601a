import fs from "node:fs";
import path from "node:path";
import { until } from "./shell";

/** A process that this lab started, told from a later one with the same number by when it began. */
export interface StartedProcess {
  readonly pid: number;
  readonly beganAtTick: string;
}

/** Field 22 of /proc/<pid>/stat; null when there is no such process or it is a zombie. */
export function beganAtTick(pid: number): string | null {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

export const isRunning = (process: StartedProcess | undefined): process is StartedProcess =>
  process !== undefined && beganAtTick(process.pid) === process.beganAtTick;

/** The processes by name, in a file: each command of the lab is a process of its own. */
export class ProcessRecord {
  readonly #file: string;
  constructor(directory: string) {
    this.#file = path.join(directory, "processes.json");
  }

  all(): Record<string, StartedProcess> {
    return fs.existsSync(this.#file) ? JSON.parse(fs.readFileSync(this.#file, "utf8")) : {};
  }

  running(name: string): StartedProcess | null {
    const process = this.all()[name];
    return isRunning(process) ? process : null;
  }

  add(name: string, pid: number) {
    const tick = beganAtTick(pid);
    if (tick === null) throw new Error(`${name} ended at once; its log says why.`);
    fs.writeFileSync(this.#file, JSON.stringify({ ...this.all(), [name]: { pid, beganAtTick: tick } }, null, 2));
  }

  /**
   * kill -9, with its children: every process is started as the leader of a group of its own.
   * @returns whether there was one to kill; it is gone then
   */
  async kill(name: string): Promise<boolean> {
    const leader = this.running(name);
    if (leader === null) return false;
    process.kill(-leader.pid, "SIGKILL");
    await until(`the ${name} to end`, 10_000, () => !isRunning(leader), 10);
    return true;
  }
}
