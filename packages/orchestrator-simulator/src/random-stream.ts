/**
 * One random stream per component: adding a draw in one of them leaves the others as they were. A stream is one
 * 32-bit number, so it is part of the stored world.
 */
export type RandomStreams = Record<string, number>;

/** FNV-1a over UTF-16 units: spreads seed and component name into a first state. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The next number of a component's stream, 0 ≤ x < 1. The mixing is that of Mulberry32. */
export function draw(streams: RandomStreams, seed: string, component: string): number {
  const state = ((streams[component] ?? hashOf(`${seed}/${component}`)) + 0x6d2b79f5) >>> 0;
  streams[component] = state;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
