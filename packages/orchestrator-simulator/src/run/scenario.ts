import type { MaintenanceCommand } from "@v-available/domain/command";
import type { Drill } from "@v-available/domain/drill";
import type { FaultKind } from "@v-available/domain/fault-kind";
import type { DialStop } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import type { Fleet } from "../fleet";

/** What happens to a world by plan, as data: the same again does the same. A machine is named by its lane. */
export type ScriptAct =
  | { readonly do: "inject"; readonly fault: FaultKind; readonly subjectRef: string }
  | { readonly do: "clear"; readonly fault: FaultKind; readonly subjectRef: string }
  /** Somebody asks for it. */
  | { readonly do: "order"; readonly command: MaintenanceCommand }
  /** A person declares the pair of this machine lost, or begins or ends a drill of its copy. */
  | { readonly do: "recover" | "drill" | "end-drill"; readonly subjectRef: string }
  /** Of two histories of this machine a person keeps one side's. */
  | { readonly do: "choose-copy"; readonly subjectRef: string; readonly keep: Side }
  /** The same loss happens to the machine under plain heartbeat failover. */
  | { readonly do: "lose-plain-host" };

export interface ScriptLine {
  readonly atMs: number;
  readonly act: ScriptAct;
  /** "host-a loses its power." Told to every lane that it happens to. */
  readonly sentence: string;
  readonly to: "machines" | "plain";
}

/** What happens to the plain machine's host concerns that one alone. */
export const lineOf = (atMs: number, sentence: string, act: ScriptAct): ScriptLine => ({
  atMs,
  act,
  sentence,
  to: act.do === "lose-plain-host" ? "plain" : "machines",
});

/** In order of time; of the same moment the scenario's come first. */
export const inOrder = (script: readonly ScriptLine[], byHand: readonly ScriptLine[]): readonly ScriptLine[] =>
  [...script, ...byHand].sort((one, other) => one.atMs - other.atMs);

/** One of the things that are compared: a machine at a level, or the plain one. */
export interface Lane {
  /** A machine's name, or "plain". */
  readonly target: string;
  readonly level: DialStop | "remote-availability" | "disaster-recovery" | "plain";
}

export interface Span {
  readonly atLeast: number;
  readonly atMost: number;
}

/** What the clients of one lane have to see, whatever the seed. */
export interface Expectation {
  /** The longest time without an answer. */
  readonly silentMs: Span;
  /** From the first answer that comes late, or never, to the last such. */
  readonly lateForMs?: Span;
  readonly memory: "kept" | "lost" | "not back";
  readonly writes: "kept" | "lost";
  /** What came of each drill of its copy, the first one first. No clone is left of any. */
  readonly drills?: readonly Drill["state"][];
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What is done, for somebody who has never heard of any of it. */
  readonly sentence: string;
  readonly fleet: Fleet;
  readonly lanes: readonly Lane[];
  /** Quiet time before anything is done; shown as time before zero. */
  readonly warmUpMs: number;
  /** The run ends this long after zero. */
  readonly untilMs: number;
  /** What happens at zero, in two words: "plug pulled". */
  readonly zero: string;
  /** Times count from zero. */
  readonly script: readonly ScriptLine[];
  /** What has to come of it, by lane; a lane without one only has to keep the rules. */
  readonly expect: Readonly<Partial<Record<string, Expectation>>>;
}
