import { DISK_NODE } from "../qemu/qemu-arguments";
import type { Qmp } from "../qemu/qmp";
import {
  BITMAP_GRANULARITY,
  type BlockJob,
  closeReplica,
  cutReplica,
  endJob,
  findJob,
  MIRROR_JOB,
  openReplica,
  RESYNC_JOB,
  startBitmap,
} from "./block";
import type { ReplicaExport } from "./storage-daemon";

/** none: no mirror. copying: not all data is on both legs yet. synchronous: every acknowledged write is. failed: it stopped. */
export type MirrorState = "none" | "copying" | "synchronous" | "failed";

export function mirrorStateOf(job: BlockJob | null): MirrorState {
  if (!job) return "none";
  if (job["io-status"] !== "ok" || !["running", "ready", "created"].includes(job.status)) return "failed";
  return job.ready === true ? "synchronous" : "copying";
}

export const mirrorState = async (qmp: Qmp): Promise<MirrorState> => mirrorStateOf(await findJob(qmp, MIRROR_JOB));

/**
 * `none` mirrors only what is written from now on: right where both copies are known to be equal and the guest stands.
 * Write-blocking: a guest's write is acknowledged after both copies have it, so a lost partner holds writes.
 */
export async function startMirror(qmp: Qmp, sync: "full" | "none"): Promise<void> {
  await qmp.command("blockdev-mirror", {
    "job-id": MIRROR_JOB,
    device: DISK_NODE,
    target: "replica",
    sync,
    granularity: BITMAP_GRANULARITY,
    "copy-mode": "write-blocking",
    "on-target-error": "stop",
    "on-source-error": "report",
    "filter-node-name": "mirror-filter",
  });
}

/** Copies the whole disk while the guest runs. Ready is announced by BLOCK_JOB_READY. */
export async function startFullMirror(qmp: Qmp, target: ReplicaExport): Promise<void> {
  await openReplica(qmp, target);
  await startBitmap(qmp);
  await startMirror(qmp, "full");
}

/**
 * Lets held writes go and drops the partner's leg. Only after the token says that this side is alone: from here on
 * writes are acknowledged that the partner does not have. What is written is kept in the bitmap for the resync.
 */
export async function releaseWrites(qmp: Qmp): Promise<void> {
  await cutReplica(qmp);
  await endJob(qmp, RESYNC_JOB, { force: true });
  await endJob(qmp, MIRROR_JOB, { force: true });
  await closeReplica(qmp);
}

/** Ends a mirror whose legs are equal and whose guest stands or is protected no longer. */
export async function detachMirror(qmp: Qmp): Promise<void> {
  await endJob(qmp, MIRROR_JOB, { force: true });
  await closeReplica(qmp);
}
