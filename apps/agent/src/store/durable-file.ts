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

const writing = new Map<string, Promise<void>>();

/**
 * Replaces a small JSON file so that after a crash at any moment either the old or the new value is there, whole.
 * When the promise is fulfilled the new value survives a power cut. Writes to one file are done in the order asked.
 */
export function writeDurably(file: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  const write = () => replace(file, text);
  const done = (writing.get(file) ?? Promise.resolve()).then(write, write);
  writing.set(file, done);
  const forget = () => {
    if (writing.get(file) === done) writing.delete(file);
  };
  done.then(forget, forget);
  return done;
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(text);
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
