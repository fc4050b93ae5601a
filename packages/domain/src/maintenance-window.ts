import { dateFormat } from "./date-format";

/** The week begins on Sunday, as it does for the calendar of JavaScript. */
export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When planned work may be done, by the wall clock of the place: 02:00 stays 02:00 when summer time begins. */
export type Recurrence =
  | { readonly kind: "once"; readonly fromMs: number; readonly untilMs: number }
  | {
      readonly kind: "weekly";
      readonly weekdays: readonly Weekday[];
      /** 2 with "tuesday" is the second Tuesday of a month; null is each one. */
      readonly weekOfMonth: 1 | 2 | 3 | 4 | 5 | null;
      /** 120 is 02:00. */
      readonly startMinuteOfDay: number;
      /** It may go on past midnight. */
      readonly durationMinutes: number;
    };

/** Planned work may begin in it, and a policy may wait for it before it fails back. */
export interface MaintenanceWindow {
  readonly id: string;
  /** What `failback` of a policy names. */
  readonly name: string;
  /** Null: of every pair. */
  readonly pairIds: readonly string[] | null;
  /** An IANA name: "Europe/Oslo". */
  readonly timeZone: string;
  readonly recurrence: Recurrence;
}

const MINUTES_PER_DAY = 1_440;
const DAY_MS = 86_400_000;

/** @throws RangeError on a time zone that does not exist */
export function isWindowOpen(window: Pick<MaintenanceWindow, "timeZone" | "recurrence">, atMs: number): boolean {
  const { recurrence } = window;
  if (recurrence.kind === "once") return atMs >= recurrence.fromMs && atMs < recurrence.untilMs;
  const { startMinuteOfDay, durationMinutes } = recurrence;
  const local = localTime(atMs, window.timeZone);
  const endMinute = startMinuteOfDay + durationMinutes;
  // A window that began on a day before may still be open.
  for (let daysAgo = 0; daysAgo * MINUTES_PER_DAY < endMinute; daysAgo++) {
    const minute = local.minuteOfDay + daysAgo * MINUTES_PER_DAY;
    const isItsDay = isDayOf(recurrence, local.dayNumber - daysAgo);
    if (isItsDay && minute >= startMinuteOfDay && minute < endMinute) return true;
  }
  return false;
}

/** A stretch of time in which a window is open. */
export interface Opening {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** As far ahead as is looked: a fifth Friday, or a 29th of February, comes again within it. */
const LOOKED_AHEAD_DAYS = 400;

/**
 * The opening that is under way, or the next one; null where none comes within 400 days.
 * @throws RangeError on a time zone that does not exist
 */
export function nextOpening(window: Pick<MaintenanceWindow, "timeZone" | "recurrence">, atMs: number): Opening | null {
  const { recurrence, timeZone } = window;
  if (recurrence.kind === "once")
    return atMs < recurrence.untilMs ? { fromMs: recurrence.fromMs, untilMs: recurrence.untilMs } : null;
  const { startMinuteOfDay, durationMinutes } = recurrence;
  const today = localTime(atMs, timeZone).dayNumber;
  // One that began on a day before may still be open.
  const firstDay = today - Math.ceil((startMinuteOfDay + durationMinutes) / MINUTES_PER_DAY);
  for (let day = firstDay; day <= today + LOOKED_AHEAD_DAYS; day++) {
    if (!isDayOf(recurrence, day)) continue;
    const fromMs = instantOf(day, startMinuteOfDay, timeZone);
    const untilMs = instantOf(day, startMinuteOfDay + durationMinutes, timeZone);
    if (untilMs > atMs) return { fromMs, untilMs };
  }
  return null;
}

const isDayOf = ({ weekdays, weekOfMonth }: Extract<Recurrence, { kind: "weekly" }>, dayNumber: number): boolean => {
  const date = new Date(dayNumber * DAY_MS);
  return (
    weekdays.some((weekday) => WEEKDAYS.indexOf(weekday) === date.getUTCDay()) &&
    (weekOfMonth === null || Math.ceil(date.getUTCDate() / 7) === weekOfMonth)
  );
};

/** When that minute of that day comes there. Where the clocks leap over it: as much later as they leap. */
function instantOf(dayNumber: number, minuteOfDay: number, timeZone: string): number {
  const asIfUtcMs = dayNumber * DAY_MS + minuteOfDay * 60_000;
  const offsetAt = (atMs: number): number => {
    const local = localTime(atMs, timeZone);
    return local.dayNumber * DAY_MS + local.minuteOfDay * 60_000 - Math.floor(atMs / 60_000) * 60_000;
  };
  const guessMs = asIfUtcMs - offsetAt(asIfUtcMs);
  return asIfUtcMs - offsetAt(guessMs);
}

export const coversPair = (window: Pick<MaintenanceWindow, "pairIds">, pairId: string): boolean =>
  window.pairIds === null || window.pairIds.includes(pairId);

const CLOCK: Intl.DateTimeFormatOptions = {
  hourCycle: "h23",
  ...({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const),
};

/** What a calendar and a clock on the wall there show. The day is counted as if its date were one of UTC. */
function localTime(atMs: number, timeZone: string): { dayNumber: number; minuteOfDay: number } {
  const parts = dateFormat(timeZone, CLOCK).formatToParts(atMs);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    dayNumber: Date.UTC(of("year"), of("month") - 1, of("day")) / DAY_MS,
    minuteOfDay: of("hour") * 60 + of("minute"),
  };
}
