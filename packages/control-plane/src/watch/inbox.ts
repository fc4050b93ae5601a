import type { Observation } from "@v-available/orchestrator/observation";
import type { Clock } from "../environment";

/** Observations on their way from the adapter to the database: in order, and not without bound. */
export class Inbox {
  readonly #waiting: Observation[] = [];
  #changed: (() => void)[] = [];
  #ended: { error: unknown } | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the adapter's stream until it ends; a slow database slows the adapter, it does not fill the memory. */
  async fill(open: () => AsyncIterable<Observation>, limit = 1_000): Promise<void> {
    try {
      for await (const observation of open()) {
        this.#waiting.push(observation);
        this.#notify();
        while (this.#waiting.length >= limit && !this.#ended) await this.changed();
      }
      this.end(null);
    } catch (error) {
      this.end(error);
    }
  }

  end(error: unknown): void {
    this.#ended ??= { error };
    this.#notify();
  }

  get ended(): { readonly error: unknown } | null {
    return this.#ended;
  }

  get waiting(): readonly Observation[] {
    return this.#waiting;
  }

  takeAll(): Observation[] {
    const taken = this.#waiting.splice(0);
    this.#notify();
    return taken;
  }

  /** Until something came, went, or ended; or until the time is over. */
  changed(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = timeoutMs === undefined ? () => {} : this.#clock.after(timeoutMs, resolve);
      this.#changed.push(() => {
        callOff();
        resolve();
      });
    });
  }

  #notify(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }
}
