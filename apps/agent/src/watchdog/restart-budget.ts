const QUICK_RESTARTS = 3;
const WINDOW_MS = 60_000;
const DELAY_MS = 10_000;

/** When a crashed agent may be started again: three times at once, then with a pause, so that a crash loop stays cheap. */
export class RestartBudget {
  #startedAtMs: number[] = [];

  /** @returns milliseconds to wait before the next start */
  delayMs(nowMs: number): number {
    const recent = this.#startedAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    const last = recent.at(-1);
    if (recent.length < QUICK_RESTARTS || last === undefined) return 0;
    return Math.max(0, last + DELAY_MS - nowMs);
  }
  started(nowMs: number): void {
    this.#startedAtMs = [...this.#startedAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS), nowMs];
  }
}
