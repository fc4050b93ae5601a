import type { Heed } from "./heed";
import { NO_HEED } from "./no-heed";
import { RESTART_WAIT_MS } from "./timing";
import { countWords, durationWords, listWords } from "./wording";

type Restart = Heed["restart"];

/** A machine that one host restarts after the loss of the other. */
export interface RestartedMachine {
  readonly ref: string;
  readonly name: string;
  readonly restart: Restart;
  /** From its first instruction to an answer. */
  readonly bootMs: number;
}

/** What the order of restarts means for one of them. Times count from when nothing but the order is in its way. */
export interface RestartTurn {
  readonly startsAfterMs: number;
  /** Names of those that answer first. */
  readonly waitsFor: readonly string[];
  /** It is started without some of them, because nobody is waited for any longer. */
  readonly isCutShort: boolean;
  readonly delayMs: number;
}

/** Whether anything was said of the order of these machines; without, all are started at once. */
export const isAnyOrdered = (machines: readonly { readonly heed?: Heed | undefined }[]): boolean =>
  machines.some(({ heed }) => heed !== undefined && !isDefault(heed.restart));

const isDefault = ({ priority, after, delayMs }: Restart): boolean =>
  priority === NO_HEED.restart.priority && after.length === 0 && delayMs === 0;

/**
 * The turns of all machines that one host restarts, by the rule that hosts keep (restart-order.ts of the pair's protocol):
 * each after those that it needs and those of a higher priority, and then after its delay.
 */
export function restartTurns(machines: readonly RestartedMachine[]): ReadonlyMap<string, RestartTurn> {
  const byRef = new Map(machines.map((machine) => [machine.ref, machine]));
  const known = new Map<string, RestartTurn>();
  const asked = new Set<string>();
  const needs = neededBy(byRef);
  const goesFirst = (other: RestartedMachine, machine: RestartedMachine): boolean =>
    other !== machine &&
    (machine.restart.after.includes(other.ref) ||
      (other.restart.priority < machine.restart.priority && !needs(other).has(machine.ref)));
  /** Of machines that wait for each other none answers before the other, so each waits as long as anybody waits. */
  const answersAfterMs = (machine: RestartedMachine): number =>
    asked.has(machine.ref) && !known.has(machine.ref)
      ? Number.POSITIVE_INFINITY
      : turnOf(machine).startsAfterMs + machine.bootMs;
  const turnOf = (machine: RestartedMachine): RestartTurn => {
    const before = known.get(machine.ref);
    if (before) return before;
    asked.add(machine.ref);
    const first = machines.filter((other) => goesFirst(other, machine));
    const lastAnswerMs = Math.max(0, ...first.map(answersAfterMs));
    const { delayMs } = machine.restart;
    const turn: RestartTurn = {
      startsAfterMs: Math.min(lastAnswerMs, RESTART_WAIT_MS) + delayMs,
      waitsFor: first.map(({ name }) => name),
      isCutShort: lastAnswerMs > RESTART_WAIT_MS,
      delayMs,
    };
    known.set(machine.ref, turn);
    return turn;
  };
  for (const machine of machines) turnOf(machine);
  return known;
}

/** All that a machine waits for by its own word, and what that waits for in turn. */
function neededBy(byRef: ReadonlyMap<string, RestartedMachine>): (machine: RestartedMachine) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return ({ ref, restart }) => {
    const before = known.get(ref);
    if (before) return before;
    const needed = new Set(restart.after);
    // A set gives what is added to it while it is gone through, too.
    for (const one of needed) for (const next of byRef.get(one)?.restart.after ?? []) needed.add(next);
    known.set(ref, needed);
    return needed;
  };
}

/** As many names as a person reads in a sentence. */
const NAMED = 3;

/** "It is started 5 s after erp-db answers, by the order of its policy: that adds 55 s." Null where nothing is in its way. */
export function turnWords({ startsAfterMs, waitsFor, isCutShort, delayMs }: RestartTurn): string | null {
  if (startsAfterMs === 0) return null;
  const adds = `by the order of its policy: that adds ${durationWords(startsAfterMs)}.`;
  if (waitsFor.length === 0) return `It is started ${durationWords(delayMs)} later, by its policy.`;
  const who = waitsFor.length > NAMED ? countWords(waitsFor.length, "machine") : listWords(waitsFor);
  const answered = waitsFor.length === 1 ? "answers" : "answer";
  const later = delayMs === 0 ? "" : `${durationWords(delayMs)} `;
  const without = `, or without ${waitsFor.length === 1 ? "it" : "them"} after ${durationWords(RESTART_WAIT_MS)},`;
  return `It is started ${later}after ${who} ${answered}${isCutShort ? without : ","} ${adds}`;
}
