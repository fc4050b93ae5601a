import { until } from "../deadline";
import { DISK_NODE } from "../qemu/qemu-arguments";
import type { QemuProcess } from "../qemu/qemu-process";
import {
  BITMAP,
  dirtyBytes,
  endJob,
  findJob,
  MIRROR_JOB,
  openReplica,
  RESYNC_JOB,
  startBitmap,
} from "../storage/block";
import { mirrorState, releaseWrites, startFullMirror, startMirror } from "../storage/mirror";
import { MirrorWatch } from "../storage/mirror-watch";
import { isServed, PROBE_TIMEOUT_MS } from "../storage/nbd-probe";
import { resyncDirty } from "../storage/resync";
import type { ReplicaExport } from "../storage/storage-daemon";
import { readDurable, writeDurably } from "../store/durable-file";
import { type MachineEnvironment, PEER_METHODS } from "./environment";
import type { MachineFolder } from "./machine-folder";

/** How long a resync waits for the partner's copy, which the partner has said it serves, before it counts as failed. */
const REPLICA_WAIT_MS = 3_000;

interface Resync {
  aborted: boolean;
}

/** The mirror of a machine that runs here to the partner's copy. */
export class ActiveSide {
  readonly #vmRef: string;
  readonly #at: MachineFolder;
  readonly #env: MachineEnvironment;
  #watch: MirrorWatch | null = null;
  /** Set while a resync runs; aborted when the mirror is given up. */
  #resync: Resync | null = null;
  #wasEstablished = false;
  /** Names the copy that is kept, so that a report of an older one is not taken for it. */
  #copy: string | null = null;
  /** The guest was stopped here because QEMU would not hold its writes by itself. */
  #stoppedToHold = false;

  constructor(vmRef: string, at: MachineFolder, env: MachineEnvironment) {
    this.#vmRef = vmRef;
    this.#at = at;
    this.#env = env;
  }

  get isEstablished(): boolean {
    return this.#watch?.isEstablished ?? false;
  }

  /** What changed is being copied: a write of the guest may wait for the partner within that. */
  get isCatchingUp(): boolean {
    return this.#resync !== null;
  }

  #replicaExport(): Promise<ReplicaExport> {
    return this.#env.askPartner<ReplicaExport>(PEER_METHODS.replicaExport, { vmRef: this.#vmRef });
  }

  /** Both copies are equal and the guest has not run yet: from its first write on, both get it. */
  async attachBeforeStart(qemu: QemuProcess): Promise<void> {
    this.#copy = null;
    const target = await this.#replicaExport();
    await openReplica(qemu.qmp, target);
    await startBitmap(qemu.qmp);
    await startMirror(qemu.qmp, "none");
    await this.#follow(qemu, target);
  }

  /**
   * After a restart of the agent: the mirror went on without it.
   * @returns whether the guest, found paused, must stay so until its writes are released; and how to watch the mirror,
   * once the protocol knows that the machine runs
   */
  async adopt(qemu: QemuProcess, paused: boolean): Promise<{ holds: boolean; watch: () => Promise<void> }> {
    await endJob(qemu.qmp, RESYNC_JOB, { force: true });
    const state = await mirrorState(qemu.qmp);
    const target = (await readDurable(this.#targetFile())) as ReplicaExport | null;
    if (state === "none" || !target) return { holds: false, watch: async () => undefined };
    this.#wasEstablished = state !== "copying";
    // The agent before stopped it, because a broken mirror lets writes through to this copy alone.
    this.#stoppedToHold = paused && state === "failed";
    return { holds: this.#stoppedToHold, watch: () => this.#follow(qemu, target) };
  }

  #targetFile = () => `${this.#at.folder}/mirror-target.json`;

  async #follow(qemu: QemuProcess, target: ReplicaExport): Promise<void> {
    await writeDurably(this.#targetFile(), target);
    const vmRef = this.#vmRef;
    const copy = this.#copy;
    this.#watch?.stop();
    this.#watch = new MirrorWatch(qemu, target, {
      established: () => {
        this.#wasEstablished = true;
        this.#env.report({ kind: "mirror", vmRef, copy, event: "established" });
      },
      progress: (progress) => this.#env.report({ kind: "mirror", vmRef, copy, event: "resyncing", ...progress }),
      lost: (why, refused) => {
        this.#env.log.warn("the mirror is lost", { vmRef, why });
        this.#lost(qemu, copy, refused).catch((error: Error) => this.#failed("release-writes", error));
      },
    });
  }

  async #lost(qemu: QemuProcess, copy: string | null, refused: boolean): Promise<void> {
    if (!this.#wasEstablished) {
      // Nothing was promised yet: the guest must not wait for a copy that never was complete.
      await this.release(qemu);
    } else if (refused && !this.#stoppedToHold) {
      this.#stoppedToHold = true;
      await qemu.qmp.command("stop", undefined, { timeoutMs: 2_000 });
    }
    this.#env.report({ kind: "mirror", vmRef: this.#vmRef, copy, event: "lost" });
  }

  /** Returns at once; what comes of it is reported. A release in between takes it back. */
  beginResync(qemu: QemuProcess, full: boolean, copy: string): void {
    this.#giveUp();
    this.#copy = copy;
    const resync: Resync = { aborted: false };
    this.#resync = resync;
    this.#runResync(qemu, full, resync).catch(async (error: Error) => {
      if (resync.aborted) return;
      await this.release(qemu).catch((reason: Error) => this.#failed("release-writes", reason));
      this.#failed("begin-resync", error);
    });
  }

  async #runResync(qemu: QemuProcess, full: boolean, resync: Resync): Promise<void> {
    const target = await this.#awaitReplica(resync);
    if (resync.aborted) return;
    await releaseWrites(qemu.qmp);
    this.#wasEstablished = false;
    if (full || (await dirtyBytes(qemu.qmp)) === null) await startFullMirror(qemu.qmp, target);
    else await this.#resyncDirty(qemu, target, resync);
    if (resync.aborted) {
      // Given up while it was being set up: nobody else knows of it.
      if (this.#resync === null) await releaseWrites(qemu.qmp);
      return;
    }
    this.#resync = null;
    await this.#follow(qemu, target);
  }

  /** The partner may say over the management network that it serves while both cables are cut. */
  #awaitReplica(resync: Resync): Promise<ReplicaExport> {
    return until(
      async () => {
        if (resync.aborted) throw new Error("the resync was given up");
        const target = await this.#replicaExport();
        return (await isServed(target, PROBE_TIMEOUT_MS)) ? target : undefined;
      },
      REPLICA_WAIT_MS,
      "the partner's copy to answer",
      250,
    );
  }

  async #resyncDirty(qemu: QemuProcess, target: ReplicaExport, resync: Resync): Promise<void> {
    const totalBytes = (await dirtyBytes(qemu.qmp)) ?? 0;
    await resyncDirty(qemu.qmp, target, (outOfSyncBytes) => {
      if (resync.aborted) throw new Error("the resync was given up");
      this.#env.report({
        kind: "mirror",
        vmRef: this.#vmRef,
        copy: this.#copy,
        event: "resyncing",
        outOfSyncBytes,
        totalBytes: Math.max(totalBytes, outOfSyncBytes),
        bytesPerSecond: 0,
      });
    });
    this.#wasEstablished = true;
  }

  #failed(effect: "begin-resync" | "release-writes", error: Error): void {
    this.#env.log.warn(`${effect} failed`, { vmRef: this.#vmRef, reason: error.message });
    this.#env.report({ kind: "effect-failed", effect, vmRef: this.#vmRef, reason: error.message });
  }

  #giveUp(): void {
    this.#watch?.stop();
    this.#watch = null;
    if (this.#resync) this.#resync.aborted = true;
    this.#resync = null;
  }

  /** Drops the partner's copy and lets held writes go. The bitmap stays only if it says all that the partner lacks. */
  async release(qemu: QemuProcess): Promise<void> {
    const copyWasIncomplete = !this.#wasEstablished && (await findJob(qemu.qmp, MIRROR_JOB)) !== null;
    this.#giveUp();
    await releaseWrites(qemu.qmp);
    if (copyWasIncomplete && (await dirtyBytes(qemu.qmp)) !== null)
      await qemu.qmp.command("block-dirty-bitmap-remove", { node: DISK_NODE, name: BITMAP });
    // A guest's write that waited for the partner within a copy ends as an error here, and QEMU stops the guest before it
    // sees that: going on makes the write anew, to this disk alone.
    const { status } = await qemu.qmp.command<{ status: string }>("query-status");
    if (this.#stoppedToHold || status === "io-error") await qemu.qmp.command("cont");
    this.#stoppedToHold = false;
  }

  /**
   * Asked before a machine is ended on purpose, and the last look at its mirror: that it goes now is no loss.
   * @returns whether all that was written is on every copy that it should be on
   */
  async holdsBothCopies(): Promise<boolean> {
    const watch = this.#watch;
    if (!watch) return true;
    const holds = watch.isEstablished && (await isServed(watch.target, PROBE_TIMEOUT_MS));
    this.#giveUp();
    return holds;
  }

  /** The process is gone, and the mirror with it. */
  ended(): void {
    this.#giveUp();
    this.#copy = null;
    this.#wasEstablished = false;
    this.#stoppedToHold = false;
  }
}
