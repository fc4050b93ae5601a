import { constants } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";

/** Makes what a folder lists (new names, renames, removals) survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a small JSON file so that after a crash at any moment either the old or the new value is there, whole.
 * When the promise is fulfilled the new value survives a power cut.
 */
export async function writeDurably(file: string, value: unknown): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(path.dirname(file));
}

/** @returns null where the file was never written. @throws SyntaxError on a damaged one: the caller decides, never guesses */
export async function readDurable(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
