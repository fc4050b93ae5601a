import { MEASURES, type Measure, type Reading } from "@v-available/domain/load-history";

/** So many machines share one row of a moment. */
export const SLOTS_IN_BLOCK = 256;
/** What one machine takes of it. */
export const SLOT_BYTES = MEASURES.length * 2;

const UNMEASURED = 0xffff;
/** Powers of two in a code: values from 0 to 2^65 at 0.07 % are in two bytes. */
const CODES_PER_DOUBLING = 1_000;
/** A ratio is kept in parts of ten thousand, what else there is in whole bytes and milliseconds. */
const SCALE: Readonly<Partial<Record<Measure, number>>> = { cpu: 10_000 };

const codeOf = (value: number | null, scale: number): number =>
  value === null
    ? UNMEASURED
    : Math.min(UNMEASURED - 1, Math.round(CODES_PER_DOUBLING * Math.log2(1 + Math.max(0, value) * scale)));

const decoded = (code: number, scale: number): number | null =>
  code === UNMEASURED ? null : (2 ** (code / CODES_PER_DOUBLING) - 1) / scale;

export const blockOf = (slot: number): number => Math.floor(slot / SLOTS_IN_BLOCK);
export const byteOf = (slot: number): number => (slot % SLOTS_IN_BLOCK) * SLOT_BYTES;

/** Nothing measured of any machine. */
export const emptyBlock = (): Uint8Array => new Uint8Array(SLOTS_IN_BLOCK * SLOT_BYTES).fill(0xff);

export function writeReading(bytes: Uint8Array, at: number, reading: Reading): void {
  MEASURES.forEach((measure, index) => {
    const code = codeOf(reading[measure], SCALE[measure] ?? 1);
    bytes[at + 2 * index] = code & 0xff;
    bytes[at + 2 * index + 1] = code >> 8;
  });
}

export function readReading(bytes: Uint8Array, at = 0): Reading {
  const entries = MEASURES.map((measure, index) => {
    const code = (bytes[at + 2 * index] ?? 0xff) | ((bytes[at + 2 * index + 1] ?? 0xff) << 8);
    return [measure, decoded(code, SCALE[measure] ?? 1)] as const;
  });
  return Object.fromEntries(entries) as Record<Measure, number | null>;
}
