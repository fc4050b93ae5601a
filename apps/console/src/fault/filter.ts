import type { AlarmRow } from "@v-available/api/view/alarm";
import { SEVERITIES } from "@v-available/domain/state";

/** A filter as text: `severity:critical site:littleton`, and any other word is looked for everywhere. */
const FIELDS = {
  severity: (alarm) => [alarm.severity],
  type: (alarm) => [alarm.kind],
  on: (alarm) => [alarm.subject.name, alarm.pair?.name ?? ""],
  site: (alarm) => [alarm.site?.name ?? ""],
  state: (alarm) => [alarm.operatorState],
  is: (alarm) => [alarm.clearedAtMs === null ? "open" : "cleared"],
} as const satisfies Record<string, (alarm: AlarmRow) => readonly string[]>;

export const FILTER_FIELDS = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];

const HOUR_MS = 3_600_000;
const SPAN_MS: Readonly<Record<string, number>> = { m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS };

type Test = (alarm: AlarmRow, nowMs: number) => boolean;

const everywhere =
  (word: string): Test =>
  (alarm) =>
    [alarm.label, alarm.effect, ...Object.values(FIELDS).flatMap((of) => of(alarm))].some((text) =>
      text.toLowerCase().includes(word),
    );

function testOf(word: string): Test {
  const [field, value] = word.split(/:(.*)/s) as [string, string | undefined];
  if (value === undefined || value === "") return value === "" ? () => true : everywhere(word);
  if (field === "since") {
    const span = /^(\d+)([mhd])$/.exec(value);
    if (!span) return () => true;
    const ms = Number(span[1]) * (SPAN_MS[span[2] ?? ""] ?? HOUR_MS);
    return (alarm, nowMs) => nowMs - alarm.openedAtMs <= ms;
  }
  const of = (FIELDS as Readonly<Record<string, (alarm: AlarmRow) => readonly string[]>>)[field];
  if (!of) return everywhere(word);
  // Names are found by a part of them, words of a fixed list by their beginning: "state:none" is not in "nonexistent".
  const within = field === "on" || field === "site";
  return (alarm) =>
    of(alarm).some((text) => (within ? text.toLowerCase().includes(value) : text.toLowerCase().startsWith(value)));
}

export function filterAlarms(alarms: readonly AlarmRow[], text: string, nowMs: number): readonly AlarmRow[] {
  const tests = text.trim().toLowerCase().split(/\s+/).filter(Boolean).map(testOf);
  return tests.length === 0 ? alarms : alarms.filter((alarm) => tests.every((test) => test(alarm, nowMs)));
}

const seconds = ({ openedAtMs }: AlarmRow): number => Math.floor(openedAtMs / 1_000);

/** Open ones first, then the newest, of one second the gravest: a cleared alarm never stands above one that wants something. */
export const byUrgency = (a: AlarmRow, b: AlarmRow): number =>
  Number(a.clearedAtMs !== null) - Number(b.clearedAtMs !== null) ||
  seconds(b) - seconds(a) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  (a.id < b.id ? 1 : -1);

/** Where a filter finds nothing: the same without its last word that excludes everything, and how many that finds. */
export function nearest(
  alarms: readonly AlarmRow[],
  text: string,
  nowMs: number,
): { readonly text: string; readonly count: number } {
  const words = text.trim().split(/\s+/).filter(Boolean);
  for (let keep = words.length - 1; keep > 0; keep--) {
    const shorter = words.slice(words.length - keep).join(" ");
    const count = filterAlarms(alarms, shorter, nowMs).length;
    if (count > 0) return { text: shorter, count };
  }
  return { text: "", count: alarms.length };
}
