import { ROLLOUT_LIMITS } from "./rollout";

/** A machine that is to be changed, as the order of a rollout sees it. */
export interface WaveCandidate {
  readonly id: string;
  readonly name: string;
  readonly pairId: string;
  /** As predicted. */
  readonly durationMs: number;
  /** Admission warns of it: not one to begin with. */
  readonly warned: boolean;
}

export type Waved<Candidate> = Candidate & {
  /** 1, 2 or 3. */
  readonly wave: number;
  /** From 0, in the order in which they are begun. */
  readonly place: number;
};

/**
 * The order of a rollout: one machine, then a tenth of the others, then the rest. It begins with one that nothing is
 * said against and that is done soonest, so that a surprise comes early and costs little; the second wave goes round the
 * pairs, so that it meets as many of them as it can.
 */
export function inWaves<Candidate extends WaveCandidate>(candidates: readonly Candidate[]): Waved<Candidate>[] {
  const [first, ...others] = [...candidates].sort(
    (one, other) =>
      Number(one.warned) - Number(other.warned) || one.durationMs - other.durationMs || byName(one, other),
  );
  if (!first) return [];
  const round = roundThePairs(others);
  const second = Math.ceil(round.length / ROLLOUT_LIMITS.secondWaveOneOf);
  return [first, ...round].map((candidate, place) => ({
    ...candidate,
    place,
    wave: place === 0 ? 1 : place <= second ? 2 : 3,
  }));
}

const byName = (one: WaveCandidate, other: WaveCandidate): number =>
  one.name < other.name ? -1 : Number(one.name > other.name) || (one.id < other.id ? -1 : 1);

/** One of each pair, then the next of each. */
function roundThePairs<Candidate extends WaveCandidate>(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Map<string, number>();
  const turns = [...candidates].sort(byName).map((candidate) => {
    const turn = seen.get(candidate.pairId) ?? 0;
    seen.set(candidate.pairId, turn + 1);
    return { candidate, turn };
  });
  // A sort is stable: within a turn they stay in the order of their names.
  return turns.sort((one, other) => one.turn - other.turn).map(({ candidate }) => candidate);
}

/** How many machines each wave has, the first one first. */
export const waveSizes = (waved: readonly { readonly wave: number }[]): number[] =>
  [1, 2, 3].map((wave) => waved.filter((one) => one.wave === wave).length).filter((size) => size > 0);
