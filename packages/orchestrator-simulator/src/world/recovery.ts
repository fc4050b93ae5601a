import type { Side } from "@v-available/domain/state";
import type { Register } from "@v-available/pair-protocol/register";

/** A moment that a machine could be set back to, and the newest of its clients' writes by then. */
export interface SimPoint {
  readonly takenAtMs: number;
  readonly written: number;
  readonly requestWrites: number;
}

/** What was written since the one before it. */
export interface SimCut extends SimPoint {
  readonly bytes: number;
  /** It is no list of writes, but all that has changed: on the first fill, or since the journal was full. */
  readonly resync?: true;
}

export interface SimRecovery {
  readonly run: number;
  readonly siteRef: string;
  /** The newest that is whole at the recovery site; null before the first. */
  point: SimPoint | null;
  /** Older ones that are kept, newest first. Absent in worlds that kept none. */
  earlier?: readonly SimPoint[];
  /** Such as have yet to get there, oldest first. */
  cuts: SimCut[];
  cutAtMs: number;
  /** When it last stopped at its pair. Absent while it never did, and in worlds that did not note it. */
  ranUntilMs?: number;
  /** Of the first cut, at `atMs`. */
  sentBytes: number;
  /** 0 while nothing is sent. */
  bytesPerSecond: number;
  atMs: number;
  sendRun: number;
  /** The machine itself, while it is there and not at its pair. Null or absent while it is not. */
  live?: SimRecovered | null;
  /** Null or absent while none runs. */
  drill?: SimDrill | null;
  /** Those that have ended, newest first. Absent in worlds that knew of none. */
  drills?: readonly SimEndedDrill[];
}

interface SimDrillBase {
  /** Of the task that ordered it; null of the first one, which belongs to the making of the copy. */
  readonly taskKey: string | null;
  readonly startedBy: string;
  /** By the wall clock, as are the others of what is told of it later: that stays what it was when the clock is set. */
  readonly startedAtMs: number;
  readonly pointAtMs: number;
}

/** A clone of a point, being started at the recovery site beside the copy. */
export interface SimDrill extends SimDrillBase {
  /** Changes with every step. */
  run: number;
  readonly beganAtMs: number;
  step: "clone" | "boot" | "answer" | "remove";
  stepEndsAtMs: number;
  /** What the clone is plugged into, and what it writes to. */
  readonly network: "isolated" | "production";
  readonly disk: "clone" | "copy";
  /** By how much the point was behind when it began. */
  readonly behindMs: number;
  answeredAtMs: number | null;
}

export type DrillEnd =
  | { readonly state: "measured"; readonly measuredRtoMs: number; readonly measuredRpoMs: number }
  | { readonly state: "broken-off"; readonly reason: string; readonly byPerson: boolean };

export type SimEndedDrill = SimDrillBase & { readonly endedAtMs: number } & DrillEnd;

export interface SimRecovered {
  /** Changes with every start. */
  run: number;
  /** Stopped: with the power of its site. */
  state: "Starting" | "Running" | "Stopped";
  sinceMs: number;
  readonly signedBy: string;
  /** The token as it went with it. */
  readonly register: Register;
  /** The newest of the clients' writes on its disk. */
  written: number;
  requestWrites: number;
  /** What has to be copied to bring it back, at `atMs`. */
  leftBytes: number;
  /** By how much its disk differs from what the pair has. */
  differsBytes: number;
  /** Copied to the pair; 0 while nothing is. */
  bytesPerSecond: number;
  atMs: number;
  /** The side that it is on its way back to; null while nobody has asked for that. */
  back: Side | null;
}
