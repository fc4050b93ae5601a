import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { type FileHandle, mkdir, open, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { type HostRecord, hostRecordSchema } from "@v-available/domain/observed";
import { readDurable, syncFolder, writeDurably } from "./durable-file";

export type JournalEntry = Omit<HostRecord, "source" | "sequence" | "atMs" | "pairRef">;

/**
 * What this host did and saw, in order, one JSON record a line. Sequences have no gap: a record is numbered when it is
 * appended and is handed to readers only once it is on the disk. A torn last line of a crash was never handed out and is
 * cut off.
 */
export class Journal {
  readonly source: string;
  readonly #pairRef: string;
  readonly #file: FileHandle;
  readonly #records: HostRecord[];
  readonly #appended = new EventEmitter();
  #pending: HostRecord[] = [];
  #flushing: Promise<void> | null = null;
  #nextSequence: number;

  private constructor(source: string, pairRef: string, file: FileHandle, records: HostRecord[]) {
    this.source = source;
    this.#pairRef = pairRef;
    this.#file = file;
    this.#records = records;
    this.#nextSequence = records.length + 1;
    this.#appended.setMaxListeners(100);
  }

  static async open(folder: string, hostRef: string, pairRef: string): Promise<Journal> {
    await mkdir(folder, { recursive: true });
    const nameFile = path.join(folder, "journal-name.json");
    const recordFile = path.join(folder, "journal.jsonl");
    let name = (await readDurable(nameFile)) as { source: string } | null;
    if (!name) {
      name = { source: `${hostRef}/${randomUUID().slice(0, 8)}` };
      await writeDurably(nameFile, name);
    }
    const text = await readFile(recordFile, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    const records = whole
      .split("\n")
      .filter((line) => line !== "")
      .map((line, index) => {
        const record = hostRecordSchema.parse(JSON.parse(line));
        if (record.sequence !== index + 1)
          throw new Error(`journal ${recordFile} has sequence ${record.sequence} at line ${index + 1}`);
        return record;
      });
    if (whole.length !== text.length) await truncate(recordFile, Buffer.byteLength(whole));
    const file = await open(recordFile, "a", 0o600);
    await syncFolder(folder);
    return new Journal(name.source, pairRef, file, records);
  }

  get lastSequence(): number {
    return this.#records.length;
  }

  /** Records after a sequence, oldest first. */
  after(sequence: number, limit: number): HostRecord[] {
    return this.#records.slice(sequence, sequence + limit);
  }

  onAppended(listener: () => void): () => void {
    this.#appended.on("appended", listener);
    return () => this.#appended.off("appended", listener);
  }

  /** Fulfilled once the record is on the disk. Records that wait together share one flush. */
  append(entry: JournalEntry, atMs = Date.now()): Promise<void> {
    this.#pending.push(
      hostRecordSchema.parse({
        ...entry,
        source: this.source,
        sequence: this.#nextSequence,
        atMs,
        pairRef: this.#pairRef,
      }),
    );
    this.#nextSequence++;
    this.#flushing ??= this.#flush();
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    try {
      // One turn of the loop lets records of the same step gather, and a caller's `flushing` promise covers its record.
      await Promise.resolve();
      while (this.#pending.length > 0) {
        const batch = this.#pending;
        this.#pending = [];
        await this.#file.appendFile(batch.map((record) => `${JSON.stringify(record)}\n`).join(""));
        await this.#file.datasync();
        this.#records.push(...batch);
        this.#appended.emit("appended");
      }
    } finally {
      this.#flushing = null;
    }
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }
}
