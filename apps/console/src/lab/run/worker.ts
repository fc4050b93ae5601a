import { INVARIANTS, type Invariant } from "@v-available/orchestrator-simulator/invariant";
import { GOALS, type Goal } from "@v-available/orchestrator-simulator/liveness";
import { LabRun } from "@v-available/orchestrator-simulator/run/lab-run";
import { SCENARIOS, scenarioOf } from "@v-available/orchestrator-simulator/run/scenarios";
import { lineOfHand, readByHand, writeByHand } from "./by-hand";
import type { Act, FromWorker, HandAct, Held, Ledger, ToWorker } from "./message";

/**
 * The lab runs here, in a thread of the browser: the simulator with the rules that real hosts run, and no connection to
 * anything. It can't touch a real machine because there is no way from here to one.
 */

const TICK_MS = 33;
/** A tick simulates no more than that, so that the page is answered in between. */
const LONGEST_STEP_MS = 4_000;

let run: LabRun | null = null;
let speed = 0;
let lastTickAtMs = 0;
let backToMs: number | null = null;
let drawn: string | null = null;

const say = (message: FromWorker): void => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  try {
    take(data);
  } catch (error) {
    speed = 0;
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

function take(message: ToWorker): void {
  switch (message.kind) {
    case "open":
      open(message);
      return;
    case "draw":
      drawn = message.pairRef;
      frame();
      return;
    case "act":
      act(message.act);
      return;
    case "play":
      if (run?.isOver) goTo(run.beginsAtMs);
      speed = message.speed;
      lastTickAtMs = performance.now();
      frame();
      return;
    case "pause":
      speed = 0;
      frame();
      return;
    case "seek":
      speed = 0;
      goTo(message.atMs);
      frame();
      return;
    case "next":
      speed = 0;
      toNextRecord();
      return;
  }
}

function open(message: Extract<ToWorker, { kind: "open" }>): void {
  const { scenario: name, seed, atMs, byHand } = message;
  const scenario = scenarioOf(name);
  if (scenario === undefined)
    throw new Error(`There is no scenario "${name}". There are: ${SCENARIOS.map((one) => one.name).join(", ")}.`);
  speed = 0;
  drawn = message.drawn;
  const { breakable } = new LabRun(scenario, seed);
  const known = (fault: string, subjectRef: string) =>
    breakable.find((one) => one.fault === fault && one.subjectRef === subjectRef)?.fault ?? null;
  run = new LabRun(scenario, seed, readByHand(byHand, known));
  const { title, sentence, zero, untilMs, lanes } = scenario;
  say({
    kind: "opened",
    about: { name: scenario.name, title, sentence, zero, beginsAtMs: run.beginsAtMs, untilMs, lanes },
    names: SCENARIOS.map((one) => ({ name: one.name, title: one.title })),
  });
  backToMs = run.beginsAtMs;
  run.advanceTo(atMs ?? untilMs);
  frame();
}

function act(what: HandAct): void {
  if (run === null) return;
  try {
    const { act: done, sentence } = lineOfHand(run.atMs, what);
    run.act(done, sentence);
  } catch (error) {
    say({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
    return;
  }
  frame();
}

function goTo(atMs: number): void {
  if (run === null) return;
  if (atMs < run.atMs) backToMs = run.seekStart(atMs);
  run.seek(atMs);
}

function toNextRecord(): void {
  if (run === null) return;
  while (!run.hasNews && !run.isOver) run.advanceTo(run.atMs + 20);
  frame();
}

setInterval(() => {
  if (run === null || speed === 0) return;
  const now = performance.now();
  const stepMs = Math.min(LONGEST_STEP_MS, (now - lastTickAtMs) * speed);
  lastTickAtMs = now;
  try {
    run.advanceTo(run.atMs + stepMs);
  } catch (error) {
    speed = 0;
    say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    return;
  }
  if (run.isOver) speed = 0;
  frame();
}, TICK_MS);

/** Tells the page what is new. */
function frame(): void {
  if (run === null) return;
  const current = run;
  const news = current.take();
  const targets = current.scenario.lanes.map(({ target }) => target);
  const laneOf = (ref: string) => targets.indexOf(current.laneOf(ref)?.target ?? "");
  const ends = new Float64Array(news.ends.length * 4);
  news.ends.forEach(({ target, sentAtMs, endedAtMs, tookMs }, index) => {
    ends.set([laneOf(target), sentAtMs, endedAtMs, tookMs ?? -1], index * 4);
  });
  const acts = together([
    // At the same moment: what was done comes before what the hosts make of it.
    ...news.marks.map(
      ({ target, atMs, kind, sentence }): Act => ({
        atMs,
        targets: [current.laneOf(target)?.target ?? target],
        rule: null,
        sentence,
        begins: kind === "booted" ? "application" : kind === "decided" ? "check" : kind === "checked" ? "boot" : null,
      }),
    ),
    ...news.records.map(
      (record): Act => ({
        atMs: current.sinceZeroMs(record),
        targets: record.vmRefs.flatMap((ref) => current.laneOf(ref)?.target ?? []),
        rule: record.rule,
        sentence: record.sentence,
        begins: record.rule === "take-over-restart" && record.phase === "acted" ? "boot" : null,
      }),
    ),
  ]);
  say({
    kind: "frame",
    backToMs,
    atMs: current.atMs,
    playing: speed > 0,
    digest: current.digestWords,
    steps: current.safety.steps,
    ledgers: targets.map((target) => ledgerOf(current, target)),
    held: heldOf(current),
    stage: current.stage(drawn),
    byHand: writeByHand(current.byHand),
    acts,
    ends,
  });
  backToMs = null;
}

/** In order of time; what happens to several of them at once is one thing. */
function together(acts: readonly Act[]): Act[] {
  const sorted = [...acts].sort((one, other) => one.atMs - other.atMs);
  return sorted.reduce<Act[]>((joined, act) => {
    const last = joined.at(-1);
    const same = last && last.atMs === act.atMs && last.sentence === act.sentence && last.rule === act.rule;
    if (same) joined[joined.length - 1] = { ...last, targets: [...new Set([...last.targets, ...act.targets])] };
    else joined.push(act);
    return joined;
  }, []);
}

function ledgerOf(current: LabRun, target: string): Ledger {
  const requests = current.requestsOf(target);
  return {
    target,
    silenceMs: current.longestSilenceMs(target),
    failed: requests?.failed ?? 0,
    lostWrites: requests?.lostWrites ?? 0,
    dropped: (requests?.connectionsDropped ?? 0) > 0,
    answers: current.answersNow(target),
  };
}

function heldOf(current: LabRun): Held[] {
  const { safety, liveness } = current;
  const rules = (Object.keys(INVARIANTS) as Invariant[]).map((rule): Held => {
    const broken = safety.breaches.filter(({ invariant }) => invariant === rule).map(({ sentence }) => sentence);
    const verdict = broken.length > 0 ? "broken" : safety.judged[rule] > 0 ? "held" : "not at stake so far";
    return { rule, words: INVARIANTS[rule], verdict, broken, note: noteOf(current, rule) };
  });
  const goals = (Object.keys(GOALS) as Goal[]).map((rule): Held => {
    const broken = liveness.misses.filter(({ goal }) => goal === rule).map(({ sentence }) => sentence);
    const soFar = liveness.met[rule] > 0 ? "came about" : "not at stake so far";
    const verdict = broken.length > 0 ? "broken" : liveness.waitsFor(rule) ? "awaited now" : soFar;
    return { rule, words: GOALS[rule], verdict, broken, note: null };
  });
  return [...rules, recordHeld(current), ...goals];
}

function recordHeld({ console }: LabRun): Held {
  const { heard, missing, late } = console;
  return {
    rule: "S12",
    words: "what hosts write down is heard in order and without a gap",
    verdict: missing > 0 ? "broken" : heard > 0 ? "held" : "not at stake so far",
    broken: missing > 0 ? [`${missing} of ${heard} entries came out of order, or after one that never came.`] : [],
    note: late > 0 ? `${heard} entries, ${late} of them late` : `${heard} entries`,
  };
}

function noteOf(current: LabRun, invariant: Invariant): string | null {
  const { safety } = current;
  if (invariant === "S6" && safety.leastSpareMs !== null) return `${(safety.leastSpareMs / 1_000).toFixed(1)} s spare`;
  if (invariant !== "S5") return null;
  const epochs = current.scenario.lanes.flatMap(({ target }) => safety.epochsOf(current.refOf(target)) ?? []);
  const [first, last] = [Math.min(...epochs.map((one) => one.first)), Math.max(...epochs.map((one) => one.last))];
  return epochs.length === 0 ? null : first === last ? `epoch ${first}` : `${first} to ${last}`;
}
