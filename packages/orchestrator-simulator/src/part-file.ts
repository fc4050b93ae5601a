import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";

/** Where the parts of an image are: so many bytes of that file. What is after them belongs to no image. */
export interface PartsRef {
  readonly file: string;
  readonly bytes: number;
}

interface Place {
  readonly at: number;
  readonly bytes: number;
}

const TAB = 9;
const LINE_END = 10;
/** A file that is mostly parts that were written again later is written anew. */
const MOST_STALE_RATIO = 0.5;
const LEAST_BYTES = 16_000_000;

/** Parts of images, one a line, each led by its name. It only grows, so that an image that names a length of it stays whole. */
export class PartFile {
  readonly #folder: string;
  readonly #file: string;
  readonly #places = new Map<string, Place>();
  #bytes = 0;
  #descriptor: number | null = null;

  /** @param ref null begins an empty one */
  constructor(folder: string, ref: PartsRef | null, number = 1) {
    this.#folder = folder;
    this.#file = ref?.file ?? `parts-${number}.jsonl`;
    if (ref === null) rmSync(this.#path, { force: true });
    else this.#index(ref.bytes);
  }

  get #path(): string {
    return join(this.#folder, this.#file);
  }
  get ref(): PartsRef {
    return { file: this.#file, bytes: this.#bytes };
  }
  get isMostlyStale(): boolean {
    let live = 0;
    for (const { bytes } of this.#places.values()) live += bytes;
    return this.#bytes > LEAST_BYTES && live < this.#bytes * MOST_STALE_RATIO;
  }

  /** The newest of each name, one after the other: all at once they may be more than fits. */
  *read(): Generator<readonly [string, string]> {
    const descriptor = this.#open();
    for (const [name, { at, bytes }] of this.#places) yield [name, textAt(descriptor, at, bytes)];
  }

  append(parts: Iterable<readonly [string, string]>): void {
    const descriptor = this.#open();
    // What a crash left behind the last image would be taken for a part of the next one.
    ftruncateSync(descriptor, this.#bytes);
    for (const [name, part] of parts) {
      const lead = `${name}\t`;
      const line = Buffer.from(`${lead}${part}\n`);
      for (let written = 0; written < line.length; ) written += writeSync(descriptor, line, written);
      this.#places.set(name, {
        at: this.#bytes + Buffer.byteLength(lead),
        bytes: line.length - Buffer.byteLength(lead) - 1,
      });
      this.#bytes += line.length;
    }
  }

  async sync(): Promise<void> {
    const file = await open(this.#path, "a");
    await file.sync();
    await file.close();
  }

  /** The newest parts of this one in a file of their own. */
  renewed(): PartFile {
    const next = new PartFile(this.#folder, null, Number(/\d+/.exec(this.#file)?.[0] ?? 0) + 1);
    next.append(this.read());
    return next;
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  remove(): void {
    this.close();
    rmSync(this.#path, { force: true });
  }

  #open(): number {
    if (this.#descriptor !== null) return this.#descriptor;
    this.#descriptor = openSync(this.#path, "a+");
    return this.#descriptor;
  }

  #index(bytes: number): void {
    const descriptor = this.#open();
    const chunk = Buffer.alloc(Math.min(bytes, 1 << 20));
    let lineAt = 0;
    let tabAt = -1;
    for (let chunkAt = 0; chunkAt < bytes; ) {
      const length = readSync(descriptor, chunk, 0, Math.min(chunk.length, bytes - chunkAt), chunkAt);
      if (length === 0) break;
      for (let from = 0; from < length; ) {
        const sought = tabAt < 0 ? TAB : LINE_END;
        const found = chunk.subarray(0, length).indexOf(sought, from);
        if (found < 0) break;
        if (tabAt < 0) tabAt = chunkAt + found;
        else {
          this.#places.set(textAt(descriptor, lineAt, tabAt - lineAt), {
            at: tabAt + 1,
            bytes: chunkAt + found - tabAt - 1,
          });
          lineAt = chunkAt + found + 1;
          tabAt = -1;
        }
        from = found + 1;
      }
      chunkAt += length;
    }
    this.#bytes = lineAt;
  }
}

function textAt(descriptor: number, at: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  for (let read = 0; read < bytes; ) {
    const length = readSync(descriptor, buffer, read, bytes - read, at + read);
    if (length === 0) return buffer.toString("utf8", 0, read);
    read += length;
  }
  return buffer.toString("utf8");
}
