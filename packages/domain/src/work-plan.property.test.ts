import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HostState } from "./state";
import {
  isPlanOver,
  isStepActive,
  nextMove,
  type PlanFacts,
  planWaits,
  type StepFacts,
  type WorkPlanState,
} from "./work-plan";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Step = Mutable<StepFacts> & { copyLeft: number };

/** A few pairs of a few sites, and hosts that do what they are asked, late, badly or not at all. */
class Toy {
  state: WorkPlanState = "running";
  readonly steps: Step[];
  surprise: string | null = null;
  waitsBecause: string | null = null;
  pausedBecause: string | null = null;
  readonly atOnce: number;

  constructor(places: readonly { pair: number; site: number }[], atOnce: number) {
    this.atOnce = atOnce;
    this.steps = places.map(({ pair, site }, at) => ({
      stepId: `s${at}`,
      hostName: `host-${at}`,
      pairId: `p${pair}`,
      siteId: `site${site}`,
      state: "waiting",
      host: "Running" as HostState,
      enter: null,
      leave: null,
      blockedBecause: null,
      unsoundBecause: null,
      waitsBecause: null,
      copyLeft: 0,
    }));
  }

  facts = (): PlanFacts => this;

  step(stepId: string): Step {
    const found = this.steps.find((step) => step.stepId === stepId);
    if (!found) throw new Error(`no step ${stepId}`);
    return found;
  }

  /** All that the controller would do now. */
  advance(): void {
    for (let moves = 0; ; moves++) {
      expect(moves, "the plan goes round in circles").toBeLessThan(50);
      const move = nextMove(this.facts());
      if (!move) return;
      if (move.do === "enter" && this.step(move.stepId).state === "waiting")
        expect(this.step(move.stepId).waitsBecause, "begun outside the windows of its machines").toBeNull();
      if (move.do === "set") this.step(move.stepId).state = move.state;
      else if (move.do === "end") this.state = move.state;
      else if (move.do === "pause") {
        if (this.state === "running") this.state = "paused";
        this.pausedBecause = move.because;
        if (move.back) Object.assign(this.step(move.back.stepId), { state: move.back.state, enter: null, leave: null });
      } else if (move.do === "enter")
        Object.assign(this.step(move.stepId), { state: "evacuating", enter: { state: "running", because: null } });
      else Object.assign(this.step(move.stepId), { state: "returning", leave: { state: "running", because: null } });
      this.holds();
    }
  }

  holds(): void {
    const active = this.steps.filter(({ state }) => isStepActive(state));
    expect(active.length).toBeLessThanOrEqual(this.atOnce);
    expect(new Set(active.map(({ pairId }) => pairId)).size, "two hosts of a pair").toBe(active.length);
    expect(new Set(active.map(({ siteId }) => siteId)).size, "two pairs of a site").toBe(active.length);
  }

  /** Something happens in the world. */
  happen(what: number, which: number): void {
    const step = this.steps[which % this.steps.length] as Step;
    if (what === 0) this.surprise = "a disk failed";
    else if (what === 1) this.surprise = null;
    else if (what === 2 && this.state === "paused") this.state = "running";
    else if (what === 3 && !isPlanOver(this.state)) this.state = "cancelling";
    else if (what === 4 && this.state === "running") this.state = "paused";
    else if (what === 5) this.waitsBecause = this.waitsBecause === null ? "The window is closed." : null;
    else if (what === 6 && step.state === "ready") step.state = "returning";
    else if (what === 7 && step.enter?.state === "running") step.enter = { state: "failed", because: "No." };
    else if (what === 9) step.waitsBecause = step.waitsBecause === null ? "Its machines' windows are closed." : null;
    else if (what === 8 && step.host === "Maintenance") step.host = "Running";
    else this.work(step);
  }

  /** A host goes on by one step with what it was asked. */
  work(step: Step): void {
    if (step.enter?.state === "running" && step.leave === null) {
      if (step.host === "Running") step.host = "Evacuating";
      else if (step.host === "Evacuating") step.host = "Maintenance";
      else step.enter = { state: "succeeded", because: null };
    } else if (step.leave?.state === "running") {
      step.host = "Running";
      step.unsoundBecause = "A copy is not complete.";
      step.copyLeft = 2;
      step.leave = { state: "succeeded", because: null };
    } else if (step.copyLeft > 0 && --step.copyLeft === 0) step.unsoundBecause = null;
  }

  /** Nothing goes wrong any more, and whoever works on the hosts says so. */
  calm(): void {
    this.surprise = null;
    this.waitsBecause = null;
    for (const step of this.steps) step.waitsBecause = null;
    for (let turn = 0; turn < 400 && !isPlanOver(this.state); turn++) {
      for (const step of this.steps) {
        if (step.state === "ready") step.state = "returning";
        this.work(step);
        if (step.copyLeft === 0) step.unsoundBecause = null;
      }
      if (this.state === "paused") this.state = "running";
      this.advance();
    }
  }
}

const places = fc.array(fc.record({ pair: fc.nat(4), site: fc.nat(2) }), { minLength: 1, maxLength: 6 }).map((list) =>
  // A pair is at one site.
  list.map(({ pair }) => ({ pair, site: pair % 3 })),
);

describe("a plan of work on several hosts", () => {
  it("never has two hosts of a pair or two pairs of a site away, whatever happens, and comes to an end", () => {
    fc.assert(
      fc.property(
        places,
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.tuple(fc.nat(14), fc.nat(5)), { maxLength: 60 }),
        (where, atOnce, happenings) => {
          const toy = new Toy(where, atOnce);
          toy.advance();
          for (const [what, which] of happenings) {
            toy.happen(what, which);
            toy.advance();
          }
          toy.calm();
          expect(isPlanOver(toy.state), JSON.stringify(toy.steps)).toBe(true);
          for (const step of toy.steps) expect(["done", "skipped"]).toContain(step.state);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("begins nothing while it is paused or something unplanned stands", () => {
    const toy = new Toy([{ pair: 0, site: 0 }], 1);
    toy.surprise = "A disk of it failed.";
    toy.advance();
    expect([toy.state, toy.pausedBecause, toy.steps[0]?.state]).toEqual(["paused", "A disk of it failed.", "waiting"]);
    toy.surprise = null;
    toy.advance();
    expect(toy.steps[0]?.state).toBe("waiting");
  });

  it("takes back what is away when it is cancelled, and begins no other", () => {
    const toy = new Toy(
      [
        { pair: 0, site: 0 },
        { pair: 1, site: 1 },
      ],
      1,
    );
    toy.advance();
    for (let turn = 0; turn < 3; turn++) toy.work(toy.steps[0] as Step);
    toy.advance();
    expect(toy.steps.map(({ state }) => state)).toEqual(["ready", "waiting"]);
    toy.state = "cancelling";
    toy.advance();
    expect(toy.steps.map(({ state }) => state)).toEqual(["returning", "skipped"]);
    toy.calm();
    expect([toy.state, toy.steps[0]?.host]).toEqual(["cancelled", "Running"]);
  });

  it("waits for a window without being paused", () => {
    const toy = new Toy([{ pair: 0, site: 0 }], 1);
    toy.waitsBecause = "The window is closed.";
    toy.advance();
    expect([toy.state, toy.steps[0]?.state]).toEqual(["running", "waiting"]);
    toy.waitsBecause = null;
    toy.advance();
    expect(toy.steps[0]?.state).toBe("evacuating");
  });

  it("begins a host whose machines' windows are open before one whose are closed, and says what it waits for", () => {
    const toy = new Toy(
      [
        { pair: 0, site: 0 },
        { pair: 1, site: 1 },
      ],
      1,
    );
    const [first, second] = toy.steps as [Step, Step];
    first.waitsBecause = "erp-db may be worked on at night only.";
    toy.advance();
    expect(toy.steps.map(({ state }) => state)).toEqual(["waiting", "evacuating"]);
    expect(planWaits(toy), "it is at work on another host").toBeNull();
    second.state = "done";
    expect(planWaits(toy)).toBe("erp-db may be worked on at night only.");
    first.waitsBecause = null;
    expect(planWaits(toy)).toBeNull();
  });
});
