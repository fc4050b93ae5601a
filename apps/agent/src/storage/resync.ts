import { within } from "../deadline";
import { DISK_NODE } from "../qemu/qemu-arguments";
import type { Qmp } from "../qemu/qmp";
import { BITMAP, cutReplica, dirtyBytes, openReplica, REPLICA_NODE, RESYNC_JOB } from "./block";
import { startMirror } from "./mirror";
import { untilSilent } from "./nbd-probe";
import type { ReplicaExport } from "./storage-daemon";

const RUNNING_ROUNDS_MAX = 5;
/** Less than this is left for the round during which the guest stands: a pause of about 0.1 s. */
const LAST_ROUND_BYTES = 4 * 1024 * 1024;
const STOP_LIMIT_MS = 3_000;
const ROUND_LIMIT_MS = 3_600_000;

async function copyDirty(qmp: Qmp, limitMs: number): Promise<void> {
  const done = qmp.nextEvent(
    (event) =>
      (event.event === "BLOCK_JOB_COMPLETED" || event.event === "BLOCK_JOB_CANCELLED") &&
      event.data.device === RESYNC_JOB,
    limitMs,
    "end of the resync round",
  );
  await qmp.command("blockdev-backup", {
    "job-id": RESYNC_JOB,
    device: DISK_NODE,
    target: REPLICA_NODE,
    sync: "bitmap",
    bitmap: BITMAP,
    "bitmap-mode": "on-success",
  });
  const { event, data } = await done;
  if (event === "BLOCK_JOB_CANCELLED") throw new Error("the resync was cancelled");
  if (data.error !== undefined) throw new Error(`resync: ${String(data.error)}`);
}

/**
 * A round while the guest runs. Writes to a partner that vanished wait, so QEMU would never end it: the partner is asked.
 * @throws Error when it is gone; the job is still there then
 */
async function copyDirtyWhileServed(qmp: Qmp, target: ReplicaExport): Promise<void> {
  const over = new AbortController();
  const gone = async () => {
    await untilSilent(target, over.signal);
    throw new Error("the partner's copy does not answer");
  };
  try {
    await Promise.race([copyDirty(qmp, ROUND_LIMIT_MS), gone()]);
  } finally {
    over.abort();
  }
}

/**
 * Brings the partner's copy up by what was written since the bitmap began: rounds while the guest runs, then a short
 * stop, the last round, a mirror of everything from here on, and on. On failure the guest runs as before and the bitmap
 * still knows what is missing.
 * @param onRound told the bytes each round begins with
 */
export async function resyncDirty(qmp: Qmp, target: ReplicaExport, onRound: (bytes: number) => void): Promise<void> {
  await openReplica(qmp, target);
  for (let round = 0; round < RUNNING_ROUNDS_MAX; round++) {
    const bytes = (await dirtyBytes(qmp)) ?? 0;
    onRound(bytes);
    if (round > 0 && bytes <= LAST_ROUND_BYTES) break;
    await copyDirtyWhileServed(qmp, target);
  }
  const wasRunning = (await qmp.command<{ running: boolean }>("query-status")).running;
  // `stop` waits for writes in flight; if the partner vanishes right now they never end, and only the cut helps.
  const guard = setTimeout(() => cutReplica(qmp), STOP_LIMIT_MS);
  try {
    if (wasRunning) await qmp.command("stop", undefined, { timeoutMs: STOP_LIMIT_MS * 3 });
    try {
      await within(copyDirty(qmp, STOP_LIMIT_MS), STOP_LIMIT_MS, "the last resync round");
      await startMirror(qmp, "none");
    } finally {
      if (wasRunning) await qmp.command("cont", undefined, { timeoutMs: STOP_LIMIT_MS * 3 });
    }
  } finally {
    clearTimeout(guard);
  }
}
