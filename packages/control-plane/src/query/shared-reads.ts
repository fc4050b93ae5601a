/**
 * Lets equal questions share one answer without ever giving an old one: a question joins a read that has not begun, never
 * one that is under way, since that may have missed what the question is about. However many tabs ask after a change, the
 * database is asked twice at most.
 */
export class SharedReads {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #waiting = new Map<string, Promise<unknown>>();

  /** @param key equal for equal questions of whoever asks */
  ask<Answer>(key: string, read: () => Promise<Answer>): Promise<Answer> {
    const waiting = this.#waiting.get(key);
    if (waiting) return waiting as Promise<Answer>;
    const next = this.#after(key).then(() => {
      this.#waiting.delete(key);
      this.#running.set(key, next);
      return read().finally(() => {
        if (this.#running.get(key) === next) this.#running.delete(key);
      });
    });
    this.#waiting.set(key, next);
    return next;
  }

  /** The one before is over, however it ended: its failure is for those who asked it. */
  async #after(key: string): Promise<void> {
    await this.#running.get(key)?.catch(() => {});
  }
}
