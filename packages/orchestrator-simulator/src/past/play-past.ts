import { isAsleep } from "../leap";
import { wake } from "../nap";
import { vmsOf } from "../sim";
import type { Simulator } from "../simulator";
import type { PastPlan } from "./draw-past";
import type { Mishap } from "./mishap";

/** Who watches while a past is played, and writes down what is seen of it. */
export interface Recorder {
  /** Writes what was told since it last looked, if a person would notice. */
  look(): Promise<void>;
  /** Writes all of it. */
  lookThrough(): Promise<void>;
  /** What is not over, in words. */
  open(): readonly string[];
  /** By the wall clock, when the last of its alarms may clear; null where none stands. */
  holdsOffUntilMs(): number | null;
  /** Somebody acknowledges every alarm that asks for a person. */
  acknowledge(): Promise<void>;
}

/** Each pair is heard anew within two seconds. */
const HEARD_MS = 3_000;
/** For a while after something was done everything that comes of it is looked at closely. */
const CLOSE_LOOK_MS = 30_000;
const CLOSE_STEP_MS = 250;
const STEP_MS = 3_000;
const LOOK_THROUGH_EVERY_MS = 60_000;
/** A guest that crashed is watched for an hour; nothing takes longer than that and a boot. */
const LONGEST_MS = 3 * 3_600_000;

/** Plays it, from the beginning of the world. Between two mishaps the world sleeps, and time leaps over that. */
export async function playPast(simulator: Simulator, { days, mishaps }: PastPlan, recorder: Recorder): Promise<void> {
  const played = { simulator, recorder };
  simulator.sim.isSeen = false;
  await rest(played);
  for (const mishap of mishaps) {
    simulator.leapTo(mishap.atMs - HEARD_MS);
    await pass(played, HEARD_MS);
    await befall(played, mishap);
    await rest(played);
    await clearAlarms(played, mishap);
  }
  simulator.leapTo(days * 86_400_000 - HEARD_MS);
  await pass(played, HEARD_MS);
  show(simulator);
}

/** From now on somebody looks: what sleeps only where nobody does is awake again. */
function show({ sim }: Simulator): void {
  sim.isSeen = true;
  for (const pair of Object.values(sim.world.pairs))
    if (vmsOf(sim, pair.ref).some(({ recovery }) => recovery)) wake(sim, pair);
}

interface Played {
  readonly simulator: Simulator;
  readonly recorder: Recorder;
}

async function befall(played: Played, { kind, subjectRef, holdsMs, attendedAfterMs }: Mishap): Promise<void> {
  const { simulator, recorder } = played;
  const { lab } = simulator;
  const fault = lab.inject({ kind, subjectRef });
  if (attendedAfterMs !== null) {
    await pass(played, attendedAfterMs);
    await recorder.acknowledge();
  }
  await pass(played, (holdsMs ?? 0) - (attendedAfterMs ?? 0));
  if (fault && lab.active().some(({ id }) => id === fault.id)) lab.clear(fault.id);
}

/** Until nothing happens any more and nothing is open but alarms in their hold-off. */
async function rest(played: Played): Promise<void> {
  const { simulator, recorder } = played;
  const beganAtMs = simulator.nowMs();
  while (!isAsleep(simulator.sim) || recorder.open().length > 0) {
    if (simulator.nowMs() - beganAtMs > LONGEST_MS)
      throw new Error(`the played past does not come to rest: ${recorder.open().join("; ") || "some pair is awake"}`);
    await step(played, beganAtMs);
  }
}

async function clearAlarms(played: Played, { kind, subjectRef }: Mishap): Promise<void> {
  const { simulator, recorder } = played;
  const dueAtMs = recorder.holdsOffUntilMs();
  if (dueAtMs === null) return;
  const leftMs = dueAtMs - simulator.wallMs();
  if (leftMs > HEARD_MS) simulator.leapTo(simulator.nowMs() + leftMs - HEARD_MS);
  await pass(played, 2 * HEARD_MS);
  if (recorder.holdsOffUntilMs() !== null || recorder.open().length > 0)
    throw new Error(`in the played past an alarm outlives its cause: ${kind} on ${subjectRef}`);
}

async function pass(played: Played, ms: number): Promise<void> {
  const { simulator } = played;
  const beganAtMs = simulator.nowMs();
  const endMs = beganAtMs + ms;
  while (simulator.nowMs() < endMs) {
    await step(played, beganAtMs, endMs);
  }
  await played.recorder.lookThrough();
}

async function step(
  { simulator, recorder }: Played,
  beganAtMs: number,
  endMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const sinceMs = simulator.nowMs() - beganAtMs;
  simulator.advanceTo(Math.min(endMs, simulator.nowMs() + (sinceMs < CLOSE_LOOK_MS ? CLOSE_STEP_MS : STEP_MS)));
  const turn = (atMs: number) => Math.floor((atMs - beganAtMs) / LOOK_THROUGH_EVERY_MS);
  if (turn(simulator.nowMs()) > turn(beganAtMs + sinceMs)) await recorder.lookThrough();
  else await recorder.look();
}
