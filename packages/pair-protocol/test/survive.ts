import * as fc from "fast-check";
import { checkLiveness } from "./expectation";
import { play, type Schedule } from "./fault";
import { LAW, type Law } from "./run";

/** Plays many random schedules, and says of one that breaks a property how to play it again. */

/** The same in every build, so that nobody is stopped by chance. Other seeds are for those who go looking. */
const FIXED_SEED = 19_991;

export interface Survived {
  readonly schedules: number;
  /** How often each rule of survival was told of, by its name. */
  readonly told: Readonly<Record<string, number>>;
  /** Machines that had to come back by themselves after the repair, and did. */
  readonly cameBack: number;
}

/** @param file the test file, for the command that plays a failure again */
export function survive(file: string, schedules: fc.Arbitrary<Schedule>, runs: number): Survived {
  const { SURVIVAL_SEED, SURVIVAL_PATH, SURVIVAL_RUNS } = process.env;
  const seed = Number(SURVIVAL_SEED ?? FIXED_SEED);
  const numRuns = Number(SURVIVAL_RUNS ?? runs);
  const told: Record<string, number> = {};
  let cameBack = 0;
  const property = fc.property(schedules, (schedule) => {
    const world = play(schedule, LAW);
    cameBack += checkLiveness(world, LAW);
    for (const rule in world.told) told[rule] = (told[rule] ?? 0) + (world.told[rule] ?? 0);
  });
  const path = SURVIVAL_PATH === undefined ? {} : { path: SURVIVAL_PATH };
  const outcome = fc.check(property, { seed, numRuns, ...path });
  if (outcome.counterexample === null) return { schedules: outcome.numRuns, told, cameBack };
  const [schedule] = outcome.counterexample;
  throw new Error(
    [
      String(outcome.errorInstance instanceof Error ? outcome.errorInstance.message : outcome.errorInstance),
      `after ${outcome.numRuns} schedules, shrunk ${outcome.numShrinks} times. To play it again:`,
      `  SURVIVAL_SEED=${seed} SURVIVAL_PATH=${outcome.counterexamplePath} npx vitest run --project=property packages/pair-protocol/test/${file}`,
      JSON.stringify({ ...schedule, faults: undefined }),
      ...schedule.faults.map(({ afterMs, fault }) => `  after ${afterMs} ms ${JSON.stringify(fault)}`),
      "The last that happened:",
      ...traceOf(schedule, LAW).slice(-30),
    ].join("\n"),
  );
}

/** What happened in that schedule, without the heartbeats. */
function traceOf(schedule: Schedule, law: Law): string[] {
  const trace: string[] = [];
  try {
    checkLiveness(play(schedule, law, trace), law);
  } catch {
    // It is the failure that is being told of.
  }
  return trace.filter((line) => !line.includes(" does send ")).map((line) => line.slice(0, 300));
}
