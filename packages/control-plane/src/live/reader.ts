import type { LiveMessage, Touched } from "../view/live";

type Pending = { type: LiveMessage["type"]; revision: number; touched: Map<string, Touched> };

/**
 * What one reader has not taken yet. It is merged while it waits, so that a slow reader costs no more memory than the
 * fleet has things.
 */
export class Reader {
  #pending: Pending | null = null;
  #wake: (() => void) | null = null;
  #closed = false;
  /** While the past is read, what comes now waits behind it. */
  #held = true;

  offer(type: LiveMessage["type"], revision: number, touched: readonly Touched[] = []): void {
    const before = this.#pending;
    if (!before) this.#pending = { type, revision, touched: byId(touched) };
    else {
      before.type = strongest(before.type, type);
      before.revision = Math.max(before.revision, revision);
      for (const item of touched) merge(before.touched, item);
    }
    if (!this.#held) this.#wake?.();
  }

  release(): void {
    this.#held = false;
    if (this.#pending) this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** The next message without its sign of life; null when closed. */
  async take(): Promise<{ type: LiveMessage["type"]; revision: number; touched: Touched[] } | null> {
    while (!this.#closed && (this.#held || !this.#pending)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#pending;
    if (this.#closed || !taken) return null;
    this.#pending = null;
    return { type: taken.type, revision: taken.revision, touched: [...taken.touched.values()] };
  }
}

const STRENGTH = { alive: 0, change: 1, reset: 2 } as const;
const strongest = (a: LiveMessage["type"], b: LiveMessage["type"]) => (STRENGTH[a] >= STRENGTH[b] ? a : b);

const byId = (touched: readonly Touched[]) => {
  const map = new Map<string, Touched>();
  for (const item of touched) merge(map, item);
  return map;
};

function merge(into: Map<string, Touched>, item: Touched): void {
  if (into.get(item.id)?.what !== "state") into.set(item.id, item);
}
