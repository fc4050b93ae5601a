/**
 * Numbers and times as people read them; sizes are in size-words.ts. Pure and safe for the browser; nothing here asks for the time or the
 * place: both are passed in.
 */

import { dateFormat } from "./date-format";

/** "0.35 s", "41 s", "8 min", "1 h 20 min", "61 days". Rounded to what a person acts on. */
export function durationWords(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 1_000) return `${trimmed(ms / 1_000, 2)} s`;
  if (ms < 9_950) return `${trimmed(ms / 1_000, 1)} s`;
  // The mock-ups say "about 65 s" and "120 s": people compare restart times in seconds.
  if (ms < 119_500) return `${Math.round(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  if (hours < 48) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1_440)} days`;
}

/** A promise about the future always says "about". */
export const aboutWords = (durationMs: number): string => `about ${durationWords(durationMs)}`;
export const atMostWords = (durationMs: number): string => `at most ${durationWords(durationMs)}`;

/** "41 ms ago", "0.4 s ago", "41 s ago", "8 min ago". */
export function ageWords(atMs: number, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - atMs);
  return ageMs < 100 ? `${Math.round(ageMs)} ms ago` : `${durationWords(ageMs)} ago`;
}

/** "in about 8 min"; "any moment" once the time has come, since an estimate that passed is no longer a number. */
export function inAboutWords(atMs: number, nowMs: number): string {
  return atMs - nowMs < 1_000 ? "any moment" : `in ${aboutWords(atMs - nowMs)}`;
}

/** "0.21 ms", "38 ms", "1.2 s": for round trips and lags. */
export function lagWords(lagMs: number): string {
  if (lagMs < 10) return `${lagMs.toFixed(2)} ms`;
  return lagMs < 1_000 ? `${Math.round(lagMs)} ms` : `${trimmed(lagMs / 1_000, 1)} s`;
}

/** "33 %". Never 100 before it is complete, never 0 once it has begun. */
export function percentWords(ratio: number): string {
  const clamped = Math.min(1, Math.max(0, ratio));
  if (clamped > 0 && clamped < 0.01) return "1 %";
  if (clamped > 0.99 && clamped < 1) return "99 %";
  return `${Math.round(clamped * 100)} %`;
}

/** "1 machine", "3 machines". */
export const countWords = (count: number, noun: string, plural = `${noun}s`): string =>
  `${numberWords(count)} ${count === 1 ? noun : plural}`;

/** "1,284": thousands are separated the same way everywhere, whatever the reader's machine. */
export const numberWords = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");

/** "lit-a", "lit-a and lit-b", "lit-a, lit-b and lit-c". */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export type ClockPrecision = "minute" | "second" | "millisecond";

/** "10:42:07" in the reader's time zone (an IANA name such as "Europe/London"). */
export function clockWords(atMs: number, timeZone: string, precision: ClockPrecision = "second"): string {
  const time = dateFormat(timeZone, {
    hour: "2-digit",
    minute: "2-digit",
    ...(precision === "minute" ? {} : { second: "2-digit" }),
    hourCycle: "h23",
  }).format(atMs);
  return precision === "millisecond" ? `${time}.${String(Math.floor(atMs % 1_000)).padStart(3, "0")}` : time;
}

/** "3 Nov": the day in the reader's time zone. */
export function dayWords(atMs: number, timeZone: string): string {
  const parts = dateFormat(timeZone, { day: "numeric", month: "short" }).formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("day")} ${of("month")}`;
}

/** "3 Nov" where it was on another day than today; null where it was today. */
export function otherDayWords(atMs: number, nowMs: number, timeZone: string): string | null {
  const day = dayWords(atMs, timeZone);
  return day === dayWords(nowMs, timeZone) && Math.abs(nowMs - atMs) < 86_400_000 ? null : day;
}

/** "10:42:07" today, "3 Nov 10:42" on another day; finer where that is asked for. */
export function momentWords(atMs: number, nowMs: number, timeZone: string, precision?: ClockPrecision): string {
  const day = otherDayWords(atMs, nowMs, timeZone);
  return day === null
    ? clockWords(atMs, timeZone, precision)
    : `${day} ${clockWords(atMs, timeZone, precision ?? "minute")}`;
}

/** 1.50 is "1.5", 2.00 is "2". */
export const trimmed = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
