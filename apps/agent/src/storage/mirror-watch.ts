import { pause } from "../deadline";
import { monotonicMs } from "../monotonic-clock";
import type { QemuProcess } from "../qemu/qemu-process";
import { type BlockJob, findJob, MIRROR_JOB } from "./block";
import { mirrorStateOf } from "./mirror";
import { isServed, MISSES, PROBE_MS, PROBE_TIMEOUT_MS } from "./nbd-probe";
import type { ReplicaExport } from "./storage-daemon";

export interface MirrorReports {
  established(): void;
  /** `refused`: the partner's copy answered a write with an error, so QEMU does not hold the next ones by itself. */
  lost(why: string, refused: boolean): void;
  progress(progress: { outOfSyncBytes: number; totalBytes: number; bytesPerSecond: number }): void;
}

/**
 * Watches one mirror. QEMU says when the copy is complete and when a write failed, but a partner that just vanished
 * makes no noise: writes wait in silence. So the partner's export is also asked, from here, twice a second.
 */
export class MirrorWatch {
  readonly target: ReplicaExport;
  readonly #qemu: QemuProcess;
  readonly #reports: MirrorReports;
  readonly #stopListening: () => void;
  #stopped = false;
  #said: "established" | "lost" | null = null;
  #misses = 0;

  constructor(qemu: QemuProcess, target: ReplicaExport, reports: MirrorReports) {
    this.#qemu = qemu;
    this.target = target;
    this.#reports = reports;
    this.#stopListening = qemu.onEvent(({ event, data }) => {
      if (event === "BLOCK_JOB_READY" && data.device === MIRROR_JOB) this.#look();
      if (event === "BLOCK_JOB_ERROR" && data.device === MIRROR_JOB) this.#lost("a write to the partner failed", true);
      if (event === "JOB_STATUS_CHANGE" && data.id === MIRROR_JOB && data.status === "aborting")
        this.#lost("the mirror ended", true);
    });
    this.#run();
  }

  get isEstablished(): boolean {
    return this.#said === "established";
  }

  async #run(): Promise<void> {
    await this.#look();
    let before: { atMs: number; offset: number } | null = null;
    while (!this.#stopped) {
      await pause(PROBE_MS);
      if (this.#stopped) return;
      const served = await isServed(this.target, PROBE_TIMEOUT_MS);
      if (this.#stopped) return;
      this.#misses = served ? 0 : this.#misses + 1;
      if (this.#misses >= MISSES) this.#lost("the partner's copy does not answer");
      const job = await this.#job();
      if (job === undefined) continue;
      if (job && mirrorStateOf(job) === "copying") {
        const nowMs = monotonicMs();
        const bytesPerSecond = before ? ((job.offset - before.offset) / (nowMs - before.atMs)) * 1_000 : 0;
        before = { atMs: nowMs, offset: job.offset };
        this.#reports.progress({
          outOfSyncBytes: Math.max(0, job.len - job.offset),
          totalBytes: job.len,
          bytesPerSecond: Math.max(0, bytesPerSecond),
        });
      }
      this.#judge(job);
    }
  }

  /** @returns undefined when the monitor does not answer: that says nothing about the mirror */
  async #job(): Promise<BlockJob | null | undefined> {
    return findJob(this.#qemu.qmp, MIRROR_JOB).catch(() => undefined);
  }

  async #look(): Promise<void> {
    const job = await this.#job();
    if (job !== undefined && !this.#stopped) this.#judge(job);
  }

  #judge(job: BlockJob | null): void {
    const state = mirrorStateOf(job);
    if (state === "none" || state === "failed") this.#lost("the mirror is gone", true);
    // A mirror whose connection came back by itself goes on where it was: nothing was acknowledged meanwhile.
    else if (state === "synchronous" && this.#misses === 0 && this.#said !== "established") {
      this.#said = "established";
      this.#reports.established();
    }
  }

  #lost(why: string, refused = false): void {
    if (this.#stopped || this.#said === "lost") return;
    this.#said = "lost";
    this.#reports.lost(why, refused);
  }

  stop(): void {
    this.#stopped = true;
    this.#stopListening();
  }
}
