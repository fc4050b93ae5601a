import { randomBytes } from "node:crypto";
import type { Database } from "@v-available/db/database";
import { type Id, uuidv7 } from "@v-available/domain/id";

export interface Clock {
  nowMs(): number;
  /** Calls once after so many milliseconds of this clock. What it answers calls that off. */
  after(ms: number, call: () => void): () => void;
}

/** One line each; fields are looked for, not read. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What every verb, query and watch is given. Nothing is looked up. */
export interface Environment {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};

/** Until the time is over or the signal aborts, whichever comes first. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      callOff();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const callOff = clock.after(ms, done);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}

export const newId = <Noun extends string>(clock: Clock): Id<Noun> => uuidv7<Noun>(clock.nowMs(), randomBytes(10));

/** The answer of the work; null where it takes longer than this. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([work, pause(clock, ms, over.signal).then(() => null)]);
  } finally {
    over.abort();
  }
}
