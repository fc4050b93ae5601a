/**
 * A short name for all that has happened in a run, in order: the same seed and the same inputs give the same one on every
 * machine, and any difference gives another. Two lanes of 32 bits; no claim against somebody who wants a collision.
 */
export interface Digest {
  readonly high: number;
  readonly low: number;
  /** Events that are in it. */
  readonly events: number;
}

export const EMPTY_DIGEST: Digest = { high: 0x811c9dc5, low: 0x9e3779b9, events: 0 };

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);

const fold = (lane: number, value: number): number => {
  const mixed = Math.imul(lane ^ value, 0x01000193);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** @param atMs the virtual time to its last bit */
export function foldEvent({ high, low, events }: Digest, atMs: number, sequence: number, kind: string): Digest {
  number[0] = atMs;
  const [one = 0, two = 0] = halves;
  return {
    high: fold(fold(high, one), kind.charCodeAt(0) ^ (kind.length << 8) ^ (kind.charCodeAt(kind.length - 1) << 16)),
    low: fold(fold(low, two), sequence),
    events: events + 1,
  };
}

export function foldText({ high, low, events }: Digest, text: string): Digest {
  let lane = high;
  for (let i = 0; i < text.length; i++) lane = fold(lane, text.charCodeAt(i));
  return { high: lane, low: fold(low, text.length), events };
}

/** "9f3c-20ab-71de". */
export function digestWords({ high, low }: Digest): string {
  const hex = high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
  return `${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 12)}`;
}
