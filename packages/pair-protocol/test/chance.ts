/** A small seeded generator (mulberry32): the same seed gives the same world. */
export interface Chance {
  state: number;
}

export function next(chance: Chance): number {
  chance.state = (chance.state + 0x6d2b79f5) | 0;
  let t = Math.imul(chance.state ^ (chance.state >>> 15), 1 | chance.state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

export const between = (chance: Chance, from: number, to: number): number => from + next(chance) * (to - from);
