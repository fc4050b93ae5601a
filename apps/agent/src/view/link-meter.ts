import { readFile } from "node:fs/promises";
import { monotonicMs } from "../monotonic-clock";

/** 1 Gb/s: what is assumed of a device that does not say. */
const ASSUMED_BYTES_PER_SECOND = 125_000_000;

/** How much goes over a network device, and how much could. */
export class LinkMeter {
  readonly #device: string;
  #before: { readonly atMs: number; readonly bytes: number } | null = null;
  #bandwidth: number | null = null;

  constructor(device: string) {
    this.#device = device;
  }

  async read(): Promise<{ bandwidthBytesPerSecond: number; usedBytesPerSecond: number }> {
    const at = (name: string) =>
      readFile(`/sys/class/net/${this.#device}/${name}`, "utf8").then(Number, () => Number.NaN);
    this.#bandwidth ??= await at("speed").then((megabits) => (megabits > 0 ? megabits * 125_000 : null));
    const [received, sent] = await Promise.all([at("statistics/rx_bytes"), at("statistics/tx_bytes")]);
    const now = { atMs: monotonicMs(), bytes: received + sent };
    const before = this.#before;
    this.#before = now;
    const seconds = before ? (now.atMs - before.atMs) / 1_000 : 0;
    const used = before && seconds > 0 ? (now.bytes - before.bytes) / seconds : 0;
    return {
      bandwidthBytesPerSecond: this.#bandwidth ?? ASSUMED_BYTES_PER_SECOND,
      usedBytesPerSecond: Number.isFinite(used) ? Math.max(0, used) : 0,
    };
  }
}
