import type { FaultKind } from "@v-available/domain/fault-kind";
import { type Catalogue, kindsOf } from "./build-kinds";
import type { FuzzRun, Op } from "./run";

/** What can be chosen: an operation, or all that cuts a host off from everything at once. */
export type Doing = Op["do"] | "isolate";

type Likelihood = Readonly<Partial<Record<Doing, number>>>;
const OFTEN: Likelihood = {
  inject: 10,
  clear: 4,
  start: 0.7,
  stop: 0.7,
  protect: 1,
  "switch-active": 0.7,
  remove: 0.3,
  create: 0.5,
  "enter-maintenance": 0.6,
  "leave-maintenance": 0.4,
  repeat: 0.5,
  acknowledge: 0.4,
  unacknowledge: 0.2,
  isolate: 0.5,
};
const WITH_COPIES: Likelihood = { drill: 4, "end-drill": 2 };
/** Where machines may have two histories, or copies that rot unseen. */
const WITH_ALL_KINDS: Likelihood = { "choose-copy": 1.5, compare: 0.5, "end-comparison": 0.2 };
const GRIM: Likelihood = { inject: 12, clear: 4, isolate: 2, start: 0.3, stop: 0.3, "switch-active": 0.5 };
const GRIM_RUNS = 0.35;

/** They decide who survives, alone or by what is left when the next one comes. */
const DECIDING: readonly FaultKind[] = [
  "host-power-loss",
  "host-crash",
  "hypervisor-hang",
  "agent-crash",
  "partition",
  "availability-links",
  "witness-lost",
  "witness-path",
  "disk-failed",
  "controller-failed",
  "verify-mismatch",
];
const DECIDING_TOO: readonly FaultKind[] = ["split-brain", "split-brain", "operator-error"];
/** They end drills. */
const FAR: readonly FaultKind[] = ["wan-down", "site-power", "site-isolated"];
const FAR_FAULTS = 0.15;
const FAR_FAULTS_IN_DRILL = 0.5;

/** How likely things are in a run. In a grim one nearly all that happens decides who survives. */
export function likelihoodOf(
  { recoverySite }: Pick<FuzzRun, "recoverySite">,
  chanceOfRun: number,
  catalogue: Catalogue,
): {
  readonly often: readonly (readonly [Doing, number])[];
  /** @param inDrill whether a drill runs, which few faults strike */
  kindOf(chance: () => number, inDrill: boolean): FaultKind | undefined;
} {
  const grim = chanceOfRun < GRIM_RUNS;
  const often = {
    ...(grim ? GRIM : OFTEN),
    ...(recoverySite && WITH_COPIES),
    ...(catalogue === "all" && WITH_ALL_KINDS),
  };
  const deciding = catalogue === "all" ? [...DECIDING, ...DECIDING_TOO] : DECIDING;
  return {
    often: Object.entries(often) as [Doing, number][],
    kindOf(chance, inDrill) {
      const isFar = chance() < (inDrill ? FAR_FAULTS_IN_DRILL : FAR_FAULTS) && recoverySite;
      const kinds = isFar ? FAR : grim ? deciding : kindsOf(catalogue);
      return kinds[Math.floor(chance() * kinds.length)];
    },
  };
}

/** The thing that the chance falls on, of things with their weights. */
export function weighed<Thing>(things: readonly (readonly [Thing, number])[], chance: number): Thing | undefined {
  let left = chance * things.reduce((sum, [, weight]) => sum + weight, 0);
  return things.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0];
}
