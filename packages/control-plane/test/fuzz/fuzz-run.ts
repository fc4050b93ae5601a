import { DIAL_STOPS, type DialStop } from "@v-available/domain/level";
import type { Side } from "@v-available/domain/state";
import { draw } from "@v-available/orchestrator-simulator/random-stream";

export const VERBS = ["stop", "start", "protect", "switch-active"] as const;

/**
 * One thing that happens. What it happens to is a number that is taken modulo what there is at that moment, so that a
 * run from which some were left out still means something.
 */
export type Op =
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "inject"; readonly kind: number; readonly subject: number }
  | { readonly do: "clear"; readonly fault: number }
  | { readonly do: "ask"; readonly verb: (typeof VERBS)[number]; readonly machine: number; readonly level: number }
  /** The last question once more, with its key: nobody heard the answer. */
  | { readonly do: "repeat" }
  | { readonly do: "acknowledge"; readonly alarm: number }
  /** The next writing transaction fails at this statement, or is written without anyone hearing of it. */
  | { readonly do: "break"; readonly at: number | "after commit" }
  | { readonly do: "kill" };

export interface FuzzMachine {
  readonly level: DialStop;
  readonly side: Side;
}

/** Plain data: the same one is the same history. */
export interface FuzzRun {
  readonly seed: string;
  readonly alternateWitness: boolean;
  readonly machines: readonly FuzzMachine[];
  readonly ops: readonly Op[];
}

const OFTEN: readonly (readonly [weight: number, of: Op["do"]])[] = [
  [8, "pass"],
  [5, "inject"],
  [2, "clear"],
  [4, "ask"],
  [1, "repeat"],
  [1, "acknowledge"],
  [2, "break"],
  [1, "kill"],
];

export function runOfSeed(seed: string): FuzzRun {
  const streams = {};
  const chance = () => draw(streams, seed, "fuzz");
  const below = (limit: number) => Math.floor(chance() * limit);
  const oneOf = <T>(things: readonly T[]): T => things[below(things.length)] as T;
  const total = OFTEN.reduce((sum, [weight]) => sum + weight, 0);
  const kind = (): Op["do"] => {
    let left = below(total);
    for (const [weight, of] of OFTEN) {
      if (left < weight) return of;
      left -= weight;
    }
    return "pass";
  };
  const op = (): Op => {
    const what = kind();
    switch (what) {
      // From less than a heartbeat to longer than a restart.
      case "pass":
        return { do: what, ms: Math.round(100 * 150 ** chance()) };
      case "inject":
        return { do: what, kind: below(1_000), subject: below(1_000) };
      case "clear":
        return { do: what, fault: below(1_000) };
      case "ask":
        return { do: what, verb: oneOf(VERBS), machine: below(1_000), level: below(DIAL_STOPS.length) };
      case "acknowledge":
        return { do: what, alarm: below(1_000) };
      case "break":
        return { do: what, at: oneOf([1 + below(25), 2_000, "after commit"]) };
      default:
        return { do: what };
    }
  };
  const machines = Array.from({ length: 1 + below(3) }, () => ({
    level: oneOf(DIAL_STOPS),
    side: oneOf(["a", "b"] as const),
  }));
  const alternateWitness = chance() < 0.3;
  return { seed, alternateWitness, machines, ops: Array.from({ length: 8 + below(25) }, op) };
}
