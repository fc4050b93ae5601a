import { readdirSync, readFileSync } from "node:fs";

/** What a process and its children cost, as Linux counts it. Null elsewhere. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly residentMB: number;
}

const MS_PER_TICK = 10;

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold blanks; the fields after it do not.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK };
  } catch {
    return null; // it ended meanwhile
  }
}

function residentMB(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

export function processCost(root: number): ProcessCost | null {
  if (process.platform !== "linux") return null;
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat) stats.set(Number(name), stat);
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  const own = [...stats].filter(([pid]) => belongs(pid));
  return {
    cpuMs: own.reduce((sum, [, { cpuMs }]) => sum + cpuMs, 0),
    residentMB: own.reduce((sum, [pid]) => sum + residentMB(pid), 0),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Percent of one core that a process and its children take while time passes. */
export async function cpuPercent(root: number, overMs: number): Promise<number | null> {
  const before = processCost(root);
  const beganAtMs = performance.now();
  await pause(overMs);
  const after = processCost(root);
  return before && after ? ((after.cpuMs - before.cpuMs) / (performance.now() - beganAtMs)) * 100 : null;
}
