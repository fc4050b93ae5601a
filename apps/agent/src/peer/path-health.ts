import type { LinkState } from "@v-available/domain/state";

const WINDOW = 60;
/** Round trips above this make a link Degraded (†): High Availability wants 5 ms or less. */
const SLOW_P50_MS = 5;
const LOSSY_RATIO = 0.05;

/** What the pings of one path say about it: the last sixty round trips and losses. Pure; time comes in. */
export class PathHealth {
  #roundTripsMs: (number | null)[] = [];
  #answeredAtMs: number | null = null;
  #state: LinkState = "Unknown";
  #sinceMs: number;
  readonly #downAfterMs: number;
  readonly #startedAtMs: number;

  constructor(downAfterMs: number, nowMs: number, wallMs: number) {
    this.#downAfterMs = downAfterMs;
    this.#startedAtMs = nowMs;
    this.#sinceMs = wallMs;
  }

  answered(roundTripMs: number, nowMs: number): void {
    // After an outage the path is judged by how it is now, not by the outage.
    if (!this.isUp(nowMs)) this.#roundTripsMs = [];
    this.#answeredAtMs = nowMs;
    this.#note(roundTripMs);
  }
  /** A path that never answered has lost nothing: it is Down, and its loss begins to count once it was up. */
  missed(): void {
    if (this.#answeredAtMs !== null) this.#note(null);
  }
  #note(roundTripMs: number | null): void {
    this.#roundTripsMs.push(roundTripMs);
    if (this.#roundTripsMs.length > WINDOW) this.#roundTripsMs.shift();
  }

  isUp(nowMs: number): boolean {
    return this.#answeredAtMs !== null && nowMs - this.#answeredAtMs <= this.#downAfterMs;
  }

  read(nowMs: number, wallMs: number) {
    const times = this.#roundTripsMs.filter((time) => time !== null).sort((left, right) => left - right);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;
    const lossRatio =
      this.#roundTripsMs.length === 0 ? 0 : (this.#roundTripsMs.length - times.length) / this.#roundTripsMs.length;
    const rttP50Ms = at(0.5);
    const state = this.#judge(nowMs, rttP50Ms, lossRatio);
    if (state !== this.#state) {
      this.#state = state;
      this.#sinceMs = wallMs;
    }
    return { state, sinceMs: this.#sinceMs, rttP50Ms, rttP99Ms: at(0.99), lossRatio };
  }

  #judge(nowMs: number, rttP50Ms: number | null, lossRatio: number): LinkState {
    if (!this.isUp(nowMs)) {
      const waitedMs = nowMs - (this.#answeredAtMs ?? this.#startedAtMs);
      return waitedMs > this.#downAfterMs ? "Down" : "Unknown";
    }
    return (rttP50Ms ?? 0) > SLOW_P50_MS || lossRatio > LOSSY_RATIO ? "Degraded" : "Up";
  }
}
