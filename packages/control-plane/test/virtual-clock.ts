import type { Clock } from "../src/environment";

/** A clock that a test moves on. Who waits on it is called at its own moment, in order. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #sequence = 0;
  readonly #waiting = new Map<number, { readonly atMs: number; readonly call: () => void }>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, call: () => void): () => void {
    const key = this.#sequence++;
    this.#waiting.set(key, { atMs: this.#nowMs + Math.max(0, ms), call });
    return () => this.#waiting.delete(key);
  }

  /** Moves on to this time and calls what is due by then. */
  moveTo(nowMs: number): void {
    for (;;) {
      const due = [...this.#waiting].filter(([, { atMs }]) => atMs <= nowMs);
      const next = due.sort(([a, one], [b, two]) => one.atMs - two.atMs || a - b)[0];
      if (!next) break;
      this.#waiting.delete(next[0]);
      this.#nowMs = Math.max(this.#nowMs, next[1].atMs);
      next[1].call();
    }
    this.#nowMs = Math.max(this.#nowMs, nowMs);
  }
}
