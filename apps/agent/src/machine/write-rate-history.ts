/** One reading a second: the busiest hour of a day is what a copy elsewhere has to keep up with. */
const KEPT_READINGS = 3_600;
/** Fewer say more about the moment than about the machine. */
const ENOUGH_READINGS = 600;
const READINGS_PER_RANKING = 60;

/** What a machine has written in the last hour, reading by reading. */
export class WriteRateHistory {
  readonly #readings: number[] = [];
  #taken = 0;
  #p95BytesPerSecond: number | null = null;

  add(bytesPerSecond: number): void {
    this.#readings[this.#taken % KEPT_READINGS] = bytesPerSecond;
    this.#taken += 1;
    if (this.#readings.length < ENOUGH_READINGS || this.#taken % READINGS_PER_RANKING !== 0) return;
    const ranked = [...this.#readings].sort((one, other) => one - other);
    this.#p95BytesPerSecond = ranked[Math.ceil(ranked.length * 0.95) - 1] ?? null;
  }

  /** 95 of 100 readings were not above it; null before there are enough. */
  get p95BytesPerSecond(): number | null {
    return this.#p95BytesPerSecond;
  }
}
