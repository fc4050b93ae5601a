import type { FaultKind } from "@v-available/domain/fault-kind";
import { DIAL_STOPS, type DialStop } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import { draw } from "@v-available/orchestrator-simulator/random-stream";
import type { Catalogue } from "./build-kinds";
import { SHAPES, type Shape } from "./shape";

export interface FuzzLevel {
  readonly level: DialStop;
  /** To the recovery site of its run as well. */
  readonly copied?: true;
}

/** What somebody asks for. `key` names the intent, whatever else is left out. */
export type Question =
  | {
      readonly do: "start" | "stop" | "remove" | "drill" | "end-drill" | "compare" | "end-comparison";
      readonly key: number;
      readonly machine: string;
    }
  | ({ readonly do: "protect"; readonly key: number; readonly machine: string } & FuzzLevel)
  | { readonly do: "switch-active"; readonly key: number; readonly machine: string; readonly to: Side }
  /** Of two histories the one on this side stays. */
  | { readonly do: "choose-copy"; readonly key: number; readonly machine: string; readonly keep: Side }
  | ({ readonly do: "create"; readonly key: number; readonly side: Side } & FuzzLevel)
  | { readonly do: "enter-maintenance" | "leave-maintenance"; readonly key: number; readonly host: string };

/** One thing that happens to a fleet, in full: it means the same whatever else the catalogue of faults holds by then. */
export type Op =
  | Question
  /** A machine is called by its name: its ref depends on what else there is. */
  | { readonly do: "inject" | "clear"; readonly kind: FaultKind; readonly subject: string }
  /** The question of this key once more: nobody heard the answer. */
  | { readonly do: "repeat"; readonly key: number }
  | { readonly do: "acknowledge" | "unacknowledge"; readonly kind: FaultKind; readonly subject: string }
  /** There was nothing to choose. Time stops here all the same, and looks follow from where it stops. */
  | { readonly do: "nothing" };

/** One thing that happens to the control plane, and so to all that it watches. */
export type DeskOp =
  | { readonly do: "kill" }
  /** The next writing transaction fails at this statement, or is written without anyone hearing of it. */
  | { readonly do: "break"; readonly at: number | "after commit" }
  /** Nothing comes from the orchestrator until it is mended; with `hears`, it still does what it is told. */
  | { readonly do: "cut"; readonly hears: boolean }
  | { readonly do: "mend" };

/** To be chosen when its time has come, of what can happen then. */
export type Open = { readonly do: "choose"; readonly key: number };

export type Timed<What> = What & { readonly atMs: number };

export interface FuzzMachine extends FuzzLevel {
  readonly name: string;
  readonly side: Side;
}

/** A small fleet and what happens to it. */
export interface FuzzRun<What = Op> {
  /** Of its pair. It names all that belongs to it, so that it is the same whichever others are played with it. */
  readonly name: string;
  readonly disks: number;
  readonly alternateWitness: boolean;
  /** It has a site far away, of its own, to which machines can be copied. */
  readonly recoverySite?: true;
  readonly machines: readonly FuzzMachine[];
  readonly ops: readonly Timed<What>[];
}

/** Runs that one control plane watches at a time. Plain data: the same one is the same history. */
export interface FuzzWorld<What = Op> {
  readonly seed: string;
  readonly shape: Shape;
  /** What faults are drawn from; the first ones where it is not said. */
  readonly catalogue?: Catalogue;
  /** Its machines have run on both hosts since their copies were last known to be alike, before it begins. */
  readonly moved?: true;
  readonly runs: readonly FuzzRun<What>[];
  readonly desk: readonly Timed<DeskOp>[];
  /** When everything is mended. */
  readonly endMs: number;
}

/** The control plane has taken its first picture by then. */
const CALM_MS = 3_000;
const WITH_RECOVERY_SITE = 0.3;
/** Of what is protected there. */
export const COPIED = 0.6;
/** More statements than any transaction has: it fails right before it is durable. */
const BEFORE_COMMIT = 2_000;
const DESK = ["break", "break", "break", "kill", "kill", "cut", "mend", "mend"] as const;

/** Small fleets, and when something happens to each. */
export function worldOfSeed(seed: string, shape: Shape, catalogue: Catalogue = "first"): FuzzWorld<Open> {
  const { runs, machines, ops, deskOps, longestGapMs } = SHAPES[shape];
  const streams = {};
  const drawn = (component: string) => {
    const chance = () => draw(streams, seed, component);
    const below = (limit: number) => Math.floor(chance() * limit);
    return {
      chance,
      below,
      between: ([least, most]: readonly [number, number]) => least + below(most - least + 1),
      oneOf: <T>(things: readonly T[]): T => things[below(things.length)] as T,
      // From less than a heartbeat to longer than a restart.
      gapMs: () => Math.round(100 * (longestGapMs / 100) ** chance()),
    };
  };
  const runOf = (_: unknown, at: number): FuzzRun<Open> => {
    const name = `p${at + 1}`;
    const { chance, between, oneOf, gapMs } = drawn(name);
    let atMs = CALM_MS;
    const recovery = drawn(`${name} recovery`);
    const recoverySite = recovery.chance() < WITH_RECOVERY_SITE;
    return {
      name,
      ...(recoverySite && { recoverySite }),
      disks: between([1, 2]),
      alternateWitness: chance() < 0.3,
      machines: Array.from({ length: between(machines) }, (__, which) => ({
        name: `${name}-${which + 1}`,
        level: oneOf(DIAL_STOPS),
        side: oneOf(["a", "b"] as const),
        ...(recoverySite && recovery.chance() < COPIED && { copied: true as const }),
      })),
      ops: Array.from({ length: between(ops) }, (__, key) => {
        atMs += gapMs();
        return { atMs, do: "choose" as const, key };
      }),
    };
  };
  const all = Array.from({ length: runs }, runOf);
  const lastMs = Math.max(...all.flatMap((run) => run.ops.map(({ atMs }) => atMs)));
  const { chance, below, between, oneOf, gapMs } = drawn("desk");
  const deskOp = (): DeskOp => {
    const what = oneOf(DESK);
    if (what === "break") return { do: what, at: oneOf([1 + below(25), BEFORE_COMMIT, "after commit"]) };
    return what === "cut" ? { do: what, hears: chance() < 0.5 } : { do: what };
  };
  const desk = Array.from({ length: between(deskOps) }, () => ({
    ...deskOp(),
    atMs: CALM_MS + below(lastMs - CALM_MS),
  })).sort((one, other) => one.atMs - other.atMs);
  return { seed, shape, ...(catalogue === "all" && { catalogue }), runs: all, desk, endMs: lastMs + gapMs() };
}
