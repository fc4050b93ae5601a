import { readFile } from "node:fs/promises";
import { monotonicMs } from "../monotonic-clock";
import { DISK_NODE } from "../qemu/qemu-arguments";
import type { QemuProcess } from "../qemu/qemu-process";
import { WriteRateHistory } from "./write-rate-history";

/** USER_HZ of Linux on x86: /proc counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

export interface Load {
  readonly cpuRatio: number;
  readonly dirtyBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  readonly writeP95BytesPerSecond: number | null;
}
export const NO_LOAD: Load = {
  cpuRatio: 0,
  dirtyBytesPerSecond: 0,
  writeBytesPerSecond: 0,
  writeP95BytesPerSecond: null,
};

interface Reading {
  readonly atMs: number;
  readonly cpuTicks: number;
  readonly writtenBytes: number;
}

/** How busy a machine is, from two readings. The dirty rate of memory is not measured: QEMU slows the guest to do it. */
export class LoadMeter {
  #before: Reading | null = null;
  readonly #writes = new WriteRateHistory();

  async read(qemu: QemuProcess, vcpus: number): Promise<Load> {
    const [stat, blocks] = await Promise.all([
      readFile(`/proc/${qemu.pid}/stat`, "utf8"),
      qemu.qmp.command<{ "node-name"?: string; qdev?: string; stats: { wr_bytes: number } }[]>("query-blockstats"),
    ]);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const disk = blocks.find((block) => block.qdev?.includes("blk0") || block["node-name"] === DISK_NODE);
    const now: Reading = {
      atMs: monotonicMs(),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      writtenBytes: disk?.stats.wr_bytes ?? 0,
    };
    const before = this.#before;
    this.#before = now;
    if (!before || now.atMs <= before.atMs) return NO_LOAD;
    const seconds = (now.atMs - before.atMs) / 1_000;
    const cpu = (now.cpuTicks - before.cpuTicks) / TICKS_PER_SECOND / seconds / vcpus;
    const writeBytesPerSecond = Math.max(0, (now.writtenBytes - before.writtenBytes) / seconds);
    this.#writes.add(writeBytesPerSecond);
    return {
      cpuRatio: Math.min(1, Math.max(0, cpu)),
      dirtyBytesPerSecond: 0,
      writeBytesPerSecond,
      writeP95BytesPerSecond: this.#writes.p95BytesPerSecond,
    };
  }
}
