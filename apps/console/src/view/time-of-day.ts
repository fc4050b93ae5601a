const twoDigits = (number: number): string => String(number).padStart(2, "0");

/** "02:05" for 125; empty for what is no time of day yet. */
export const timeOfDay = (minute: number): string =>
  Number.isNaN(minute) ? "" : `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;

/** 125 for "02:05"; not a number for an empty text, which the server refuses. */
export function minuteOfDay(text: string): number {
  const [hour, minute] = text.split(":");
  return hour === undefined || minute === undefined ? Number.NaN : Number(hour) * 60 + Number(minute);
}

/** A moment as a control for date and time has it, by the clock of the reader; empty for what is no moment yet. */
export function localText(atMs: number): string {
  if (Number.isNaN(atMs)) return "";
  const at = new Date(atMs);
  return new Date(atMs - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that such a control shows; not a number for an empty one, which the server refuses. */
export const momentOf = (text: string): number => (text === "" ? Number.NaN : new Date(text).getTime());

/** By whose clock that is. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
