/** When a shelf ends: after so many hours, tomorrow at eight, or at a chosen moment. */
export const SHELF_ENDS = [
  { end: "1h", label: "For 1 hour" },
  { end: "4h", label: "For 4 hours" },
  { end: "tomorrow", label: "Until tomorrow, 08:00" },
  { end: "date", label: "Until a date" },
] as const;
export type ShelfEnd = (typeof SHELF_ENDS)[number]["end"];

const HOUR_MS = 3_600_000;

/**
 * @param date what a field for date and time holds, in the zone of the browser
 * @returns null where no moment is chosen
 */
export function shelfEndMs(end: ShelfEnd, date: string, nowMs: number): number | null {
  if (end === "1h" || end === "4h") return nowMs + (end === "1h" ? 1 : 4) * HOUR_MS;
  if (end === "date") return Number.isNaN(Date.parse(date)) ? null : Date.parse(date);
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(8, 0, 0, 0);
}
