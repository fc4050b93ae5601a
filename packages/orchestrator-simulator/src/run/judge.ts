import type { Drill } from "@v-available/domain/drill";
import { LabRun } from "./lab-run";
import type { Expectation, Scenario, Span } from "./scenario";

/** What a run came to at one level, measured by the clients alone. */
export interface Outcome {
  readonly target: string;
  readonly silentMs: number;
  /** From the first answer that was late or never came to the last such. */
  readonly lateForMs: number;
  /** "not back": it does not answer at the end, so nobody knows. */
  readonly memory: "kept" | "lost" | "not back";
  readonly failed: number;
  readonly lostWrites: number;
  /** What came of each drill of its copy, the first one first. */
  readonly drills: readonly Drill["state"][];
}

export interface Finding {
  readonly target: string;
  readonly holds: boolean;
  /** "ha: silent 67.6 s, expected 55 to 75 s." */
  readonly sentence: string;
}

export function outcomesOf(run: LabRun): Outcome[] {
  return run.scenario.lanes.map(({ target }) => {
    const requests = run.requestsOf(target);
    return {
      target,
      lateForMs: requests?.late ? requests.late.untilMs - requests.late.fromMs : 0,
      silentMs: run.longestSilenceMs(target),
      memory: !run.answersNow(target) ? "not back" : (requests?.connectionsDropped ?? 0) > 0 ? "lost" : "kept",
      failed: requests?.failed ?? 0,
      lostWrites: requests?.lostWrites ?? 0,
      drills: run.drillsOf(target),
    };
  });
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 0)} s`;

/** Every expectation of the scenario against what came of it; the rules of safety and the goals belong to every scenario. */
export function judge(run: LabRun): Finding[] {
  const findings = outcomesOf(run).flatMap((outcome) => {
    const expected = run.scenario.expect[outcome.target];
    return expected === undefined ? [] : judgeOne(outcome, expected);
  });
  const breaches = run.safety.breaches.map(({ invariant, sentence }) => ({
    target: invariant,
    holds: false,
    sentence: `${invariant} was broken: ${sentence}`,
  }));
  const misses = run.liveness.misses.map(({ goal, sentence }) => ({
    target: goal,
    holds: false,
    sentence: `${goal} was missed: ${sentence}`,
  }));
  return [...findings, ...breaches, ...misses, judgeConsole(run)];
}

/** Whatever happened: who listens again has every record, in order. */
function judgeConsole({ console: { heard, missing, whole, cutOff } }: LabRun): Finding {
  return {
    target: "console",
    holds: whole || cutOff,
    sentence: `console: ${heard} records heard, ${missing} out of order or missing before one that was heard, expected all in order.`,
  };
}

function judgeOne(outcome: Outcome, expected: Expectation): Finding[] {
  const { target, silentMs, lateForMs, memory, lostWrites } = outcome;
  const within = (noun: string, ms: number, { atLeast, atMost }: Span): Finding => ({
    target,
    holds: ms >= atLeast && ms <= atMost,
    sentence: `${target}: ${noun} ${seconds(ms)}, expected ${seconds(atLeast)} to ${seconds(atMost)}.`,
  });
  return [
    within("silent", silentMs, expected.silentMs),
    ...(expected.lateForMs ? [within("late for", lateForMs, expected.lateForMs)] : []),
    {
      target,
      holds: memory === expected.memory,
      sentence: `${target}: memory ${memory}, expected ${expected.memory}.`,
    },
    {
      target,
      holds: lostWrites > 0 === (expected.writes === "lost"),
      sentence: `${target}: ${lostWrites} acknowledged writes lost, expected ${expected.writes === "lost" ? "some" : "none"}.`,
    },
    ...judgeDrills(outcome, expected),
  ];
}

function judgeDrills({ target, drills }: Outcome, expected: Expectation): Finding[] {
  if (!expected.drills) return [];
  const [came, asked] = [drills, expected.drills].map((states) => states.join(", ") || "none");
  return [{ target, holds: came === asked, sentence: `${target}: drills ${came}, expected ${asked}.` }];
}

const LEAP_MS = 60_000;

/** Plays a scenario to its end. Nothing is kept of what became known on the way: of hours that is much. */
export function played(scenario: Scenario, seed: string): LabRun {
  const run = new LabRun(scenario, seed);
  while (!run.isOver) {
    run.advanceTo(run.atMs + LEAP_MS);
    run.take();
  }
  return run;
}
