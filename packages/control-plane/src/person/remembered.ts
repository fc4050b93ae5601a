import type { Entrusted } from "../desk";
import type { Clock } from "../environment";
import { hashOfToken } from "./secret";

/** What is remembered is asked for again after this long, whatever was told in between. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

/** Somebody who shows a token. */
export interface Holder extends Entrusted {
  readonly personId: string;
  readonly expiresAtMs: number;
}

/** Who holds a token. Remembers what it has read until it is told that people changed. */
export class Remembered<Found extends Holder> {
  readonly #clock: Clock;
  readonly #read: (hash: string, nowMs: number) => Promise<Found | null>;
  readonly #remembered = new Map<string, { readonly found: Found | null; readonly atMs: number }>();
  readonly #watchers = new Set<() => void>();
  /** Counts what was forgotten: a read that began before is not remembered. */
  #generation = 0;

  /** @param read by the hash of the token */
  constructor(clock: Clock, read: (hash: string, nowMs: number) => Promise<Found | null>) {
    this.#clock = clock;
    this.#read = read;
  }

  /** @param fresh reads the database whatever is remembered: for whoever wants to change something */
  async find(token: string | null, fresh = false): Promise<Found | null> {
    if (token === null) return null;
    const nowMs = this.#clock.nowMs();
    const hash = hashOfToken(token);
    const known = this.#remembered.get(hash);
    const found = known && !fresh && nowMs - known.atMs < REMEMBERED_MS ? known.found : await this.#ask(hash, nowMs);
    return found && found.expiresAtMs > nowMs ? found : null;
  }

  async #ask(hash: string, nowMs: number): Promise<Found | null> {
    const generation = this.#generation;
    const found = await this.#read(hash, nowMs);
    if (generation === this.#generation) {
      if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
      this.#remembered.set(hash, { found, atMs: nowMs });
    }
    return found;
  }

  /** People changed somewhere: nothing that is remembered counts any more, and every stream is looked at. */
  forget(): void {
    this.#generation++;
    this.#remembered.clear();
    for (const look of this.#watchers) look();
  }

  /** Aborts with `signal`, and as soon as the token is over or stands for another role. */
  whileHeld(token: string | null, signal: AbortSignal): AbortSignal {
    const over = new AbortController();
    const began = this.find(token);
    const look = async () => {
      const [before, now] = await Promise.all([began, this.find(token)]);
      if (now === null || now.role !== before?.role || String(now.sites) !== String(before.sites)) end();
    };
    const watch = () => void look().catch(end);
    const end = () => {
      this.#watchers.delete(watch);
      callOff();
      over.abort();
    };
    // What runs out is told by nobody.
    let callOff = () => {};
    began.then((found) => {
      if (found === null) end();
      else if (!over.signal.aborted) callOff = this.#clock.after(found.expiresAtMs - this.#clock.nowMs(), end);
    }, end);
    this.#watchers.add(watch);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    return over.signal;
  }
}
