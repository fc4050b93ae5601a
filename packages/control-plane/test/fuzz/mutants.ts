import type { Sim } from "@v-available/orchestrator-simulator/sim";
import type { Finding } from "./play";
import type { Shape } from "./shape";

type Rules = Sim["rules"];

/** A rule that is broken on purpose, to see that it is found. */
export interface Mutant {
  readonly name: string;
  readonly found: readonly Finding["rule"][];
  /** Of the hosts, made of the right ones; else something else is broken, by `name`. */
  readonly rules?: (right: Rules) => Partial<Rules>;
  /** Where it shows; else in short ones. */
  readonly shape?: Shape;
  /** Shows only where machines are copied to a recovery site. */
  readonly copied?: true;
  /** Shows only where copies that differ may both be right. */
  readonly moved?: true;
  /** Shows only where machines may have two histories. */
  readonly catalogue?: "all";
}

const DATA: readonly Finding["rule"][] = ["S1", "S2", "S3", "S4", "S6", "S7"];

/** What hosts go by. */
export const RULE_MUTANTS = [
  {
    name: "the owner copies over a partner that may still be promoted",
    rules: () => ({ mayOverwrite: (_draft, vm) => vm.mirror !== "resyncing" }),
    found: DATA,
  },
  {
    name: "held writes are let go before the token is won",
    rules: (right) => ({ mayRelease: (draft, vm) => vm.held || right.mayRelease(draft, vm) }),
    found: DATA,
  },
  {
    name: "a new owner does not wait for the lease of the old one",
    rules: () => ({ fencedFromMs: () => Number.NEGATIVE_INFINITY }),
    shape: "leased",
    found: DATA,
  },
  {
    name: "nobody fences itself at the end of its lease, nor does the watchdog",
    rules: () => ({ mayRunUntilMs: () => Number.POSITIVE_INFINITY, guardUntilMs: () => null }),
    shape: "leased",
    found: ["S1", "S6"],
  },
  {
    name: "an outdated copy is promoted",
    rules: () => ({ mayPromote: (draft, vm) => draft.state.durable.vms[vm.vmRef]?.splitBrain === false }),
    found: ["S2", "S3"],
  },
  {
    name: "the token is taken for a copy that is broken and behind",
    rules: () => ({ mayRelyOnOwnLeg: () => true }),
    found: ["S2", "S3"],
  },
  {
    name: "a host goes on though it hears that its partner has another history",
    rules: () => ({ haveTwoHistories: () => false }),
    catalogue: "all",
    found: ["S1"],
  },
  {
    name: "a history is taken for given up that nobody has given up",
    rules: () => ({ hasGivenUp: () => true, haveTwoHistories: (_draft, _vm, report) => report.alone }),
    catalogue: "all",
    found: ["S1", "S7"],
  },
  {
    name: "a copy that may be the right one is filled before a person has said which one is",
    rules: () => ({ mayFill: () => true }),
    moved: true,
    found: ["S7"],
  },
  {
    name: "a copy that may be the right one is brought up though nobody has given the other one up",
    // It would be taken for two histories at once, and nothing of it started.
    rules: () => ({ hasYieldedTo: () => true, haveTwoHistories: () => false }),
    moved: true,
    found: ["S1", "S3"],
  },
] as const satisfies readonly Mutant[];

/** What the control plane does. */
export const WATCH_MUTANTS = [
  { name: "what is stale is shown as if it were seen now", found: ["S10"] },
  { name: "faults that are visibly over stay open", found: ["liveness"] },
  { name: "a task that was cut short is not asked for again", found: ["liveness", "S11"] },
  { name: "a host's record is let go now and then", found: ["S12"] },
] as const satisfies readonly Mutant[];

/** What a recovery site does. */
export const DRILL_MUTANTS = [
  { name: "a drill goes on where nobody hears its site", copied: true, found: ["S13"] },
  { name: "a drill leaves its clone behind", copied: true, found: ["S13"] },
  { name: "a drill writes to the machine that it proves", copied: true, found: ["S13"] },
] as const satisfies readonly Mutant[];

export type NamedMutant = (typeof WATCH_MUTANTS | typeof DRILL_MUTANTS)[number]["name"];
