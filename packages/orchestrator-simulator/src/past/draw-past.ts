import { offerOf } from "../fault-lab";
import type { FaultSubjectOffer } from "../faults/fault-type";
import { draw } from "../random-stream";
import type { Sim } from "../sim";
import { ATTENDED, type Chance, HANDLED, LOST_HOST, type Mishap } from "./mishap";
import { playingMs } from "./playing-time";

const DAY_MS = 86_400_000;
/** One is over, and its alarms cleared, when the next one strikes. */
const APART_MS = 4 * 3_600_000;
/** Nothing is under way when somebody first looks. */
const CALM_AT_END_MS = 2 * 3_600_000;

const MISHAPS_PER_PAIR_AND_DAY = 3 / 90;
/** One in so many waits for a person; one in so many is the loss of a host. */
const ATTENDED_EVERY = 14;
const LOST_HOST_EVERY = 32;
const LOST_HOST_AT = 24;
/** A few pairs have most of the trouble. */
const PRONE_PAIRS = 5;
const PRONE_WEIGHT = 6;

/** What a first start can wait for. Where there is more to look through, each takes longer; a past of two would be none. */
const MOST_MISHAPS = 32;
const MACHINES_THAT_DOUBLE_THE_COST = 4_000;
const MOST_MACHINES = 20_000;
const MOST_PLAYING_MS = 90 * 60_000;
/** What waits for its copies any longer takes too much of that, unless a host is lost. */
const COPIES_WITHIN_MS = 5 * 60_000;

export interface PastPlan {
  readonly days: number;
  readonly mishaps: readonly Mishap[];
  /** Such as would have befallen a fleet of this size and are left out. */
  readonly leftOut: number;
}

/** What befalls this world within so many days from its beginning: the same for the same seed and fleet. */
export function drawPast(sim: Sim, days: number): PastPlan {
  const { world } = sim;
  const pairs = Object.keys(world.pairs);
  const streams = {};
  const chance = (of: string) => draw(streams, world.seed, `past ${of}`);
  const between = ([least, most]: readonly [number, number]) => Math.round(least + chance("length") * (most - least));

  const expected = Math.round(pairs.length * days * MISHAPS_PER_PAIR_AND_DAY);
  const machines = sim.nameOfMac.size;
  const affordable = Math.floor(MOST_MISHAPS / (1 + machines / MACHINES_THAT_DOUBLE_THE_COST));
  const count = machines > MOST_MACHINES ? 0 : Math.min(expected, affordable, roomFor(days));
  const prone = new Set(Array.from({ length: PRONE_PAIRS }, () => pairs[Math.floor(chance("pair") * pairs.length)]));
  const weightOf = ({ pairRef }: FaultSubjectOffer) => (prone.has(pairRef ?? undefined) ? PRONE_WEIGHT : 1);

  const struck = new Set<string>();
  let leftMs = MOST_PLAYING_MS;
  const chosen = (kinds: readonly Chance[], attended: boolean, atMs: number): Mishap | null => {
    const of = pick(kinds, ({ weight }) => weight, chance("kind"));
    const holdsMs = of.holdsMs && between(of.holdsMs);
    const playsMs = ({ ref, pairRef }: FaultSubjectOffer) => playingMs(sim, of, holdsMs ?? 0, ref, pairRef);
    const mostMs = of.copies === undefined || of.copies === "pair" ? leftMs : Math.min(leftMs, COPIES_WITHIN_MS);
    const fit = offerOf(sim, of.kind).subjects.filter((one) => !struck.has(one.ref) && playsMs(one) <= mostMs);
    const others = kinds.filter((one) => one !== of);
    if (fit.length === 0) return others.length > 0 ? chosen(others, attended, atMs) : null;
    const subject = pick(fit, weightOf, chance("subject"));
    // Nothing is struck twice: what a pair counts by the day it counts by the time that it is awake.
    struck.add(subject.ref);
    leftMs -= playsMs(subject);
    const attendedAfterMs = attended ? between([180_000, 480_000]) : null;
    return { atMs, kind: of.kind, subjectRef: subject.ref, holdsMs, attendedAfterMs };
  };
  const mishapAt = (atMs: number, at: number): Mishap[] => {
    const attended = at % ATTENDED_EVERY === ATTENDED_EVERY >> 1;
    const kinds = attended ? ATTENDED : at % LOST_HOST_EVERY === LOST_HOST_AT ? LOST_HOST : HANDLED;
    return [chosen(kinds, attended, atMs) ?? []].flat();
  };
  const mishaps = timesOf(count, days, () => chance("time")).flatMap(mishapAt);
  return { days, mishaps, leftOut: expected - mishaps.length };
}

/** Half as many as there could be: chance has room to put them anywhere. */
const roomFor = (days: number): number => Math.max(0, Math.floor((days * DAY_MS - CALM_AT_END_MS) / (2 * APART_MS)));

/** In order, at least APART_MS from each other. */
function timesOf(count: number, days: number, chance: () => number): number[] {
  const roomMs = days * DAY_MS - CALM_AT_END_MS - count * APART_MS;
  const drawn = Array.from({ length: count }, () => Math.round(chance() * roomMs)).sort((one, other) => one - other);
  return drawn.map((ms, at) => ms + (at + 1) * APART_MS - APART_MS / 2);
}

function pick<One>(among: readonly One[], weightOf: (one: One) => number, chance: number): One {
  let left = chance * among.reduce((sum, one) => sum + weightOf(one), 0);
  const picked = among.find((one) => {
    left -= weightOf(one);
    return left < 0;
  });
  return picked ?? (among[among.length - 1] as One);
}
