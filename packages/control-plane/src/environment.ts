import { randomBytes } from "node:crypto";
import type { Database } from "@v-available/db/database";
import { type Id, uuidv7 } from "@v-available/domain/id";

export interface Clock {
  nowMs(): number;
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

export const systemClock: Clock = { nowMs: () => Date.now() };

export const newId = <Noun extends string>(clock: Clock): Id<Noun> => uuidv7<Noun>(clock.nowMs(), randomBytes(10));
