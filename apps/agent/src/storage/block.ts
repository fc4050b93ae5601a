import { DISK_NODE } from "../qemu/qemu-arguments";
import type { Qmp } from "../qemu/qmp";
import type { ReplicaExport } from "./storage-daemon";

/** The parts of QEMU's block layer that mirror and resync share. */
export const MIRROR_JOB = "mirror";
export const RESYNC_JOB = "resync";
export const REPLICA_NODE = "replica";
export const BITMAP = "since-mirror";
export const BITMAP_GRANULARITY = 65_536;

export interface BlockJob {
  readonly device: string;
  readonly type: string;
  readonly len: number;
  readonly offset: number;
  readonly ready?: boolean;
  readonly status: string;
  readonly "io-status": string;
}

interface BlockNode {
  readonly "node-name"?: string;
  readonly "dirty-bitmaps"?: readonly { readonly name?: string; readonly count: number; readonly recording: boolean }[];
}

export async function findJob(qmp: Qmp, name: string): Promise<BlockJob | null> {
  const jobs = await qmp.command<BlockJob[]>("query-block-jobs");
  return jobs.find((job) => job.device === name) ?? null;
}

async function nodes(qmp: Qmp): Promise<BlockNode[]> {
  return qmp.command<BlockNode[]>("query-named-block-nodes", { flat: true });
}

/** Bytes that were written since the mirror was last known in sync; null when nothing kept count. */
export async function dirtyBytes(qmp: Qmp): Promise<number | null> {
  const disk = (await nodes(qmp)).find((node) => node["node-name"] === DISK_NODE);
  const bitmap = disk?.["dirty-bitmaps"]?.find((candidate) => candidate.name === BITMAP && candidate.recording);
  return bitmap ? bitmap.count : null;
}

export async function startBitmap(qmp: Qmp): Promise<void> {
  if ((await dirtyBytes(qmp)) !== null)
    await qmp.command("block-dirty-bitmap-remove", { node: DISK_NODE, name: BITMAP });
  await qmp.command("block-dirty-bitmap-add", { node: DISK_NODE, name: BITMAP, granularity: BITMAP_GRANULARITY });
}

/** QEMU and its guest stand while it connects: a partner that vanishes just then must not keep them. In seconds. */
const OPEN_LIMIT_S = 2;

/** Opens the partner's copy. A lost connection makes writes wait for as long as it takes: nothing is acknowledged. */
export async function openReplica(qmp: Qmp, target: ReplicaExport): Promise<void> {
  await closeReplica(qmp);
  await qmp.command("blockdev-add", {
    driver: "nbd",
    "node-name": REPLICA_NODE,
    server: { type: "inet", host: target.address, port: String(target.port) },
    export: target.exportName,
    "open-timeout": OPEN_LIMIT_S,
    "reconnect-delay": 31_536_000,
  });
}

export async function closeReplica(qmp: Qmp): Promise<void> {
  if ((await nodes(qmp)).some((node) => node["node-name"] === REPLICA_NODE))
    await qmp.command("blockdev-del", { "node-name": REPLICA_NODE });
}

/** Breaks the connection to the partner's copy out of band: it works while the main loop waits for that connection. */
export async function cutReplica(qmp: Qmp): Promise<void> {
  const instance = { type: "block-node", "node-name": REPLICA_NODE };
  // Nothing to cut is as good as cut.
  await qmp.command("yank", { instances: [instance] }, { outOfBand: true, timeoutMs: 2_000 }).catch(() => undefined);
}

/** Ends a job and returns when it is gone. */
export async function endJob(qmp: Qmp, name: string, options: { force: boolean }): Promise<void> {
  if (!(await findJob(qmp, name))) return;
  const gone = qmp.nextEvent(
    ({ event, data }) => event === "JOB_STATUS_CHANGE" && data.id === name && data.status === "null",
    15_000,
    `end of job ${name}`,
  );
  try {
    await qmp.command("block-job-cancel", { device: name, force: options.force });
  } catch (error) {
    // It may have ended by itself in between.
    if (!(await findJob(qmp, name))) return;
    throw error;
  }
  await gone;
}
