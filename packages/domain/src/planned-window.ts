import { nextOpening, type Opening } from "./maintenance-window";
import type { PolicyWindow } from "./policy";
import type { RefusalDetail } from "./refusal";
import { clockWords, dayWords, durationWords, listWords } from "./wording";

/** A machine that planned work would touch, and when its policy allows that. */
export interface WindowedMachine {
  readonly id: string;
  readonly name: string;
  readonly policyName: string;
  /** Of its policy. None: planned work may be done at any time. */
  readonly windows: readonly PolicyWindow[];
}

/** A moment at which work may begin, and the opening that it falls into. */
export interface Beginning {
  readonly atMs: number;
  readonly window: PolicyWindow;
  readonly opening: Opening;
}

/** A machine that may not be touched at a moment. */
export interface OutsideWindow {
  readonly machine: { readonly id: string; readonly name: string };
  /** When it may be; null where no window of its policy opens within 400 days. */
  readonly next: Beginning | null;
  /** Which machine, which window, when it opens next. */
  readonly sentence: string;
}

/** Work that fits into no opening may begin at any moment of one: else it would wait for ever. */
const mayBegin = ({ fromMs, untilMs }: Opening, atMs: number, neededMs: number): boolean =>
  fromMs <= atMs && atMs < untilMs && (atMs + neededMs <= untilMs || untilMs - fromMs <= neededMs);

/**
 * The first moment from `fromMs` on at which work that takes `neededMs` may begin by one of these windows; null where
 * none of them opens again within 400 days.
 * @throws RangeError on a time zone that does not exist
 */
export function nextBeginning(windows: readonly PolicyWindow[], fromMs: number, neededMs: number): Beginning | null {
  let first: Beginning | null = null;
  for (const window of windows) {
    let opening = nextOpening(window, fromMs);
    // Too little is left of the one that is under way.
    if (opening && opening.fromMs <= fromMs && !mayBegin(opening, fromMs, neededMs))
      opening = nextOpening(window, opening.untilMs);
    if (!opening) continue;
    const atMs = Math.max(fromMs, opening.fromMs);
    if (first === null || atMs < first.atMs) first = { atMs, window, opening };
  }
  return first;
}

/** Those of the machines that work of `neededMs` would touch outside the windows of their policies if it began at `atMs`. */
export function outsideWindows(
  machines: readonly WindowedMachine[],
  atMs: number,
  neededMs: number,
): readonly OutsideWindow[] {
  return machines.flatMap(({ id, name, policyName, windows }) => {
    if (windows.length === 0) return [];
    const next = nextBeginning(windows, atMs, neededMs);
    if (next && next.atMs <= atMs) return [];
    const names = windows.map((window) => window.name);
    const only = `Planned work on ${name} may begin only in ${names.length === 1 ? "the window" : "the windows"} ${listWords(names)} of its policy ${policyName}.`;
    return [{ machine: { id, name }, next, sentence: `${only} ${opensWords(windows, next, atMs, neededMs)}` }];
  });
}

function opensWords(windows: readonly PolicyWindow[], next: Beginning | null, atMs: number, neededMs: number): string {
  if (next === null) return windows.length === 1 ? "It does not open again." : "None of them opens again.";
  const open = windows.find((window) => (nextOpening(window, atMs)?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs);
  const short = open
    ? `${open.name} is open, but less of it is left than the ${durationWords(neededMs)} that the work takes. `
    : "";
  const { window, opening } = next;
  return `${short}${window.name} opens ${short === "" ? "" : "again "}on ${dayWords(opening.fromMs, window.timeZone)} ${clockWords(opening.fromMs, window.timeZone, "minute")}, ${window.timeZone}.`;
}

/** Two sets of windows that never meet are found out after so many openings. */
const MOST_OPENINGS = 500;

/**
 * The first moment from `fromMs` on at which work may touch all these machines; null where their windows do not come
 * together within 400 days, or within 500 openings.
 */
export function commonBeginning(
  machines: readonly Pick<WindowedMachine, "windows">[],
  fromMs: number,
  neededMs: number,
): number | null {
  const sets = [
    ...new Map(
      machines.flatMap(({ windows }) => (windows.length === 0 ? [] : [[JSON.stringify(windows), windows] as const])),
    ).values(),
  ];
  let atMs = fromMs;
  for (let openings = 0; openings < MOST_OPENINGS; openings++) {
    let laterMs = atMs;
    for (const windows of sets) {
      const next = nextBeginning(windows, atMs, neededMs);
      if (!next) return null;
      laterMs = Math.max(laterMs, next.atMs);
    }
    if (laterMs === atMs) return atMs;
    atMs = laterMs;
  }
  return null;
}

/** Why work waits that would touch machines outside their windows; null where it need not wait. */
export function waitsForWindows(machines: readonly WindowedMachine[], nowMs: number, neededMs: number): string | null {
  const [first, ...others] = outsideWindows(machines, nowMs, neededMs);
  if (!first) return null;
  const more = others.length === 0 ? "" : ` So for ${listWords(others.map(({ machine }) => machine.name))}.`;
  if (commonBeginning(machines, nowMs, neededMs) !== null) return `${first.sentence}${more}`;
  return `${first.sentence}${more} The windows of its machines never open together: cancel the plan, and plan anew outside of them.`;
}

/** What refuses work that was not confirmed for machines outside their windows; null where nothing does. */
export function refusedOutside(outside: readonly OutsideWindow[], notDone: string): RefusalDetail | null {
  const [first] = outside;
  if (!first) return null;
  const names = listWords(outside.map(({ machine }) => machine.name));
  return {
    code: "blocked",
    message: `${notDone}. ${first.sentence}`,
    field: "outsideWindowOf",
    value: names,
    limit: "the windows of their policies",
    remedy: `Wait for it, or confirm that ${names} may be touched outside of them.`,
  };
}
