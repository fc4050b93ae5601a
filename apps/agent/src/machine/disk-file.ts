import { constants } from "node:fs";
import { copyFile, mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Refusal } from "@v-available/domain/refusal";
import { syncFolder, writeDurably } from "../store/durable-file";

const PROBE_BYTES = 65_536;

const sizeOf = async (file: string): Promise<number | null> =>
  (
    await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    })
  )?.size ?? null;

export const hasDisk = async (file: string): Promise<boolean> => (await sizeOf(file)) !== null;

/** Whether something can be written in that folder, for good. */
export async function takesWrites(folder: string): Promise<boolean> {
  const file = path.join(folder, "probe");
  try {
    await writeDurably(file, "x".repeat(PROBE_BYTES));
    await rm(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a raw disk of exactly this size: a copy of `from`, or blank. It appears under its name only when it is whole and
 * on the disk, so nothing half-made is ever taken for a machine's data.
 * @throws Refusal when the host has not enough space
 */
export async function makeDisk(file: string, bytes: number, from: string | null): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const space = await statfs(folder);
  const freeBytes = space.bavail * space.bsize;
  if (freeBytes < bytes)
    throw new Refusal({
      code: "blocked",
      message: `The disk needs ${Math.ceil(bytes / 1024 ** 2)} MiB, and the host has ${Math.floor(freeBytes / 1024 ** 2)} MiB free.`,
      field: "definition.diskMiB",
      value: Math.ceil(bytes / 1024 ** 2),
      limit: `${Math.floor(freeBytes / 1024 ** 2)} MiB`,
      remedy: "Choose a smaller disk, or free space on the host.",
    });
  const draft = `${file}.draft`;
  try {
    await rm(draft, { force: true });
    if (from) await copyFile(from, draft, constants.COPYFILE_FICLONE);
    const handle = await open(draft, from ? "r+" : "w", 0o600);
    try {
      await handle.truncate(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The standby's leg: kept as it is where it has the right size, since a resync may need only what changed. */
export async function ensureBlankDisk(file: string, bytes: number): Promise<void> {
  if ((await sizeOf(file)) !== bytes) await makeDisk(file, bytes, null);
}
