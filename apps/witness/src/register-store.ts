import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import type { StoredRegister, StoredSeat, WitnessDurable } from "@v-available/pair-protocol/witness";
import { emptyWitness } from "@v-available/pair-protocol/witness-step";

/** All that a witness must not forget of one pair. */
export interface StoredPair {
  readonly registers: Readonly<Record<string, StoredRegister>>;
  /** Null while the pair has never moved its registers. */
  readonly seat: StoredSeat | null;
}

export const pairOf = ({ pairs, seats }: WitnessDurable, pairRef: string): StoredPair => ({
  registers: pairs[pairRef] ?? {},
  seat: seats[pairRef] ?? null,
});

/**
 * The registers on disk, one file a pair, so that a change costs as much as its pair and not as all of them. A file is
 * written beside the old one, fsynced, renamed over it, and the folder fsynced: at every moment one of the two is whole.
 */
export class RegisterStore {
  readonly #folder: string;
  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws Error naming the file that is damaged: a witness that guesses is worse than none */
  static async open(stateDirectory: string): Promise<{ store: RegisterStore; durable: WitnessDurable }> {
    const folder = path.join(stateDirectory, "registers");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(stateDirectory);
    const store = new RegisterStore(folder);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    const identity = path.join(stateDirectory, "store.json");
    let storeId = (await readChecked(identity)) as string | null;
    if (storeId === null) {
      // Registers without the name they were answered under would be believed by nobody, or worse, by a new pair.
      if (names.length > 0)
        throw new Error(`${identity} is missing, but there are registers of ${names.length} pairs.`);
      storeId = randomUUID();
      await writeChecked(identity, storeId);
    }
    const pairs: Record<string, StoredPair["registers"]> = {};
    const seats: Record<string, StoredSeat> = {};
    for (const name of names) {
      const saved = (await readChecked(path.join(folder, name))) as StoredPair & { readonly pairRef: string };
      pairs[saved.pairRef] = saved.registers;
      if (saved.seat) seats[saved.pairRef] = saved.seat;
    }
    return { store, durable: { ...emptyWitness(storeId), pairs, seats } };
  }

  /** Fulfilled once it survives a power cut. */
  async save(pairRef: string, pair: StoredPair): Promise<void> {
    // The name of the file is of no meaning, and a pair's ref may hold anything.
    const name = createHash("sha256").update(pairRef).digest("hex");
    await writeChecked(path.join(this.#folder, `${name}.json`), { pairRef, ...pair });
  }
}

const checksumOf = (body: string) => createHash("sha256").update(body).digest("hex");

async function writeChecked(file: string, value: unknown): Promise<void> {
  const body = JSON.stringify(value);
  const handle = await open(`${file}.draft`, "w", 0o600);
  try {
    await handle.writeFile(`${checksumOf(body)}\n${body}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.draft`, file);
  await syncFolder(path.dirname(file));
}

async function readChecked(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const [checksum, body] = text.split("\n");
  if (body === undefined || checksum !== checksumOf(body)) {
    throw new Error(
      `${file} is damaged: its checksum does not match. Restore it from a backup or start an empty witness.`,
    );
  }
  return JSON.parse(body);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
