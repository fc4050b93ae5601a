import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RULES, type Rules } from "../src/rules";
import { type JudgeChange, judgeChange } from "../src/witness-step";
import { checkLiveness } from "./expectation";
import { play, type Schedule } from "./fault";
import { LAW, type Law } from "./run";
import {
  anyFaultOfTwo,
  directionAsked,
  diskFailsAsCopied,
  lostAsMismatchFound,
  PAIRS_OF_MACHINES,
  partAsForgetfulIsFilled,
  SINGLE_MACHINES,
  scheduleOn,
} from "./schedule";
import { Violation } from "./world";

/**
 * The properties must be able to fail. Each rule on which safety hangs is broken here on purpose, and the schedules that
 * the true rules survive must find it, by the property that the rule is there for.
 */
const MOST_SCHEDULES = 2_000;
const SEED = 4_711;

const rules = (change: Partial<Rules>): Law => ({ ...LAW, rules: { ...RULES, ...change } });
const judge = (change: JudgeChange): Law => ({ ...LAW, judge: change });

/** What is said to a host of blocks that differ is not taken in. */
const deafTo = (wrong: "ours" | "theirs"): Law => ({
  ...LAW,
  step: (state, input, timing, rules) =>
    LAW.step(
      state,
      input.kind === "copies-differ" && input.wrong === wrong ? { kind: "tick", nowMs: input.nowMs } : input,
      timing,
      rules,
    ),
});

interface Mutant {
  readonly name: string;
  readonly law: Law;
  /** Shows only where the pair has an alternate witness. */
  readonly alternate?: boolean;
  /** Where it shows; else anywhere. */
  readonly schedules?: fc.Arbitrary<Schedule>;
  /** The properties of which one must object. */
  readonly objects: readonly string[];
}

const MUTANTS: readonly Mutant[] = [
  {
    name: "the new owner does not wait for the lease of the old one",
    law: rules({ fencedFromMs: () => Number.NEGATIVE_INFINITY }),
    objects: ["S1", "S6"],
  },
  {
    name: "the witness does not compare the epoch before it sets",
    law: judge((stored, change, side) => {
      const verdict = judgeChange(stored, change, side);
      return verdict === "epoch" || verdict === "not-in-sync" ? "won" : verdict;
    }),
    objects: ["S1", "S2", "S3", "S4", "S6", "S7"],
  },
  {
    name: "an outdated copy is promoted",
    law: rules({
      mayPromote: (draft, vm) => draft.state.durable.vms[vm.vmRef]?.splitBrain === false,
    }),
    objects: ["S2", "S3"],
  },
  {
    name: "held writes are let go before the token is won",
    law: rules({ mayRelease: (_draft, vm) => vm.held || RULES.mayRelease(_draft, vm) }),
    objects: ["S2", "S4"],
  },
  {
    name: "nobody fences itself at the end of its lease, nor does the watchdog",
    law: rules({ mayRunUntilMs: () => Number.POSITIVE_INFINITY, guardUntilMs: () => null }),
    objects: ["S1", "S6"],
  },
  {
    name: "the watchdog outside the agent is not armed",
    law: rules({ guardUntilMs: () => null }),
    objects: ["S1", "S6"],
  },
  {
    name: "the owner goes on without the witness though its partner has promised nothing",
    law: rules({ partnerYields: () => true }),
    schedules: partAsForgetfulIsFilled,
    objects: ["S1", "S2", "S3", "S4"],
  },
  {
    name: "a register of an old epoch is believed",
    law: rules({ supersedes: (known, offered) => known.epoch !== offered.epoch }),
    objects: ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "driver"],
  },
  {
    name: "the owner copies over a partner that may still be promoted",
    law: rules({ mayOverwrite: (_draft, vm) => vm.mirror !== "resyncing" }),
    objects: ["S2", "S7"],
  },
  {
    name: "a machine goes on without its own disk though a change under way may leave the partner's copy behind",
    law: rules({ mayDetach: (_draft, vm) => vm.mirror === "established" }),
    schedules: diskFailsAsCopied,
    objects: ["S2", "S3"],
  },
  {
    name: "a host brings up its copy though blocks of it are wrong",
    law: deafTo("ours"),
    schedules: lostAsMismatchFound,
    objects: ["S3"],
  },
  {
    name: "a machine goes on without its own disk though blocks of the partner's copy are wrong",
    law: deafTo("theirs"),
    schedules: lostAsMismatchFound,
    objects: ["S3"],
  },
  {
    name: "a copy that may be the right one is filled before a person has said which one is",
    law: rules({ mayFill: () => true }),
    schedules: directionAsked,
    objects: ["S7"],
  },
  {
    name: "a copy that may be the right one is brought up though nobody has given the other one up",
    // It would be taken for two histories at once, and nothing of it started.
    law: rules({ hasYieldedTo: () => true, haveTwoHistories: () => false }),
    schedules: directionAsked,
    objects: ["S1", "S3"],
  },
  {
    name: "the token is taken for a copy that is broken and behind",
    law: rules({ mayRelyOnOwnLeg: () => true }),
    objects: ["S2", "S3"],
  },
  {
    name: "a host that has left a witness for another one still asks and believes it",
    law: rules({ mayAskSeat: () => true }),
    alternate: true,
    objects: ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "driver"],
  },
  {
    name: "the registers are taken to another witness before the partner has left the old one",
    law: rules({ partnerHasLeft: () => true }),
    alternate: true,
    objects: ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "driver"],
  },
];

/** @returns the property that objects first, or null when none does within the schedules */
function firstObjection({ law, alternate, schedules }: Mutant): string | null {
  let property: string | null = null;
  const anywhere = alternate
    ? scheduleOn(SINGLE_MACHINES, anyFaultOfTwo, true)
    : scheduleOn([...SINGLE_MACHINES, ...PAIRS_OF_MACHINES]);
  fc.check(
    fc.property(schedules ?? anywhere, (schedule) => {
      try {
        checkLiveness(play(schedule, law), law);
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        // Liveness may suffer first; the question is whether safety is lost.
        if (error.rule === "liveness") return;
        property = error.rule;
        throw error;
      }
    }),
    { seed: SEED, numRuns: MOST_SCHEDULES, endOnFailure: true },
  );
  return property;
}

describe("a rule that is broken on purpose is found", () => {
  it.each(MUTANTS)("$name", (mutant) => {
    const found = firstObjection(mutant);
    expect(found, `no property objects within ${MOST_SCHEDULES} schedules`).not.toBeNull();
    expect(mutant.objects).toContain(found);
  });
});
