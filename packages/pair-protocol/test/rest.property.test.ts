import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Input } from "../src/input";
import { type Heartbeat, PATHS } from "../src/message";
import { stepAtRest } from "../src/rest";
import type { Rules } from "../src/rules";
import type { HostState } from "../src/state";
import { type StepOutcome, step, wholeStep } from "../src/step";
import type { ProtocolTiming } from "../src/timing";
import { checkLiveness } from "./expectation";
import { play } from "./fault";
import { LAW } from "./run";
import { anyFaultOfTwo, anySchedule, SINGLE_MACHINES, scheduleOn } from "./schedule";

/**
 * A step that is spared must be one that changes nothing. So wherever a host is at rest, what says nothing new is given
 * to it at several times until it must wake, and so is what says the same again, and every rule is looked at all the same: effects, state and the time to
 * wake must be those of the step that was spared.
 */
const RUNS = Number(process.env.SURVIVAL_RUNS ?? 100);
const SEED = Number(process.env.SURVIVAL_SEED ?? 19_991);

/** Shares of the time until the host wants to be woken, which may be for its heartbeat only. */
const MOMENTS = [0, 0.03, 0.3, 0.7, 1 - 1e-9, 1, 1.2, 4];

class Compared {
  steps = 0;
  spared = 0;
  repeated = 0;
  readonly law = {
    ...LAW,
    step: (state: HostState, input: Input, timing: ProtocolTiming, rules: Rules = LAW.rules): StepOutcome => {
      this.steps += 1;
      this.#compare(state, input, timing, rules);
      const outcome = step(state, input, timing, rules);
      const { nowMs } = input;
      for (const moment of MOMENTS) {
        const atMs = Number.isFinite(outcome.wakeAtMs) ? nowMs + moment * (outcome.wakeAtMs - nowMs) : nowMs;
        this.#compare(outcome.state, { kind: "tick", nowMs: atMs }, timing, rules);
        const message = outcome.state.heard?.heartbeat;
        const path = PATHS[(this.steps + MOMENTS.indexOf(moment)) % PATHS.length];
        if (!message || !path) continue;
        this.#compare(outcome.state, { kind: "received", path, message, nowMs: atMs }, timing, rules);
        const next = saidAgain(message, outcome.state, atMs);
        if (this.#compare(outcome.state, { kind: "received", path, message: next, nowMs: atMs }, timing, rules))
          this.repeated += 1;
      }
      return outcome;
    },
  };

  #compare(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules): boolean {
    const rested = stepAtRest(state, input, timing, rules);
    if (rested === null) return false;
    this.spared += 1;
    const whole = wholeStep(state, input, timing, rules);
    if (!isDeepStrictEqual(rested, whole)) expect({ input, ...rested }).toEqual({ input, ...whole });
    return true;
  }
}

/** The partner's next heartbeat, if it then says what it said before, having heard all that this host has sent. */
const saidAgain = (message: Heartbeat, { incarnation, sequence }: HostState, nowMs: number): Heartbeat => ({
  ...message,
  sequence: message.sequence + 1,
  sentAtMs: message.sentAtMs + message.everyMs,
  echo: { incarnation, sequence, sentAtMs: nowMs },
  // As it comes over a wire: alike, and not the same.
  vms: structuredClone(message.vms),
});

it.each([
  ["a witness", anySchedule],
  ["a witness and an alternate", scheduleOn(SINGLE_MACHINES, anyFaultOfTwo, true)],
])(`with %s, a host at rest is spared only steps that would change nothing`, (_, schedules) => {
  const compared = new Compared();
  fc.assert(
    fc.property(schedules, (schedule) => {
      checkLiveness(play(schedule, compared.law), compared.law);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(compared.spared).toBeGreaterThan(compared.steps);
  expect(compared.repeated).toBeGreaterThan(compared.steps);
});
