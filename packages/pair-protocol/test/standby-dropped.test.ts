import { FAULT_TOLERANCE } from "@v-available/domain/level";
import { expect, it } from "vitest";
import { powerOff, Story } from "./story";

/** The driver finds a standby that answers and is worth nothing. At every step the safety properties hold. */

const diverges = { kind: "standby-fails", machine: 0, fault: "replica-divergence" } as const;
const lags = { kind: "standby-fails", machine: 0, fault: "standby-lag" } as const;
const computeOf = (story: Story) => story.durable("a")?.intent.declared.compute;
/** Dropped, and built anew. */
const recovers = (story: Story) => {
  expect(story.until(() => !story.protected, 1_000)).toBeDefined();
  expect(story.until(() => story.protected, 20_000)).toBeDefined();
};

it.each([diverges, lags])("$fault: goes on where it is, on one copy, and has a standby again", (fault) => {
  const story = new Story("fault-tolerance").strike(fault);
  expect(story.until(() => story.register.inSync.length === 1, 2_000)).toBeDefined();
  expect(story.register.owner).toBe("a");
  expect(story.acknowledgesNothingFor(1_000)).toBe(false);
  expect(story.until(() => story.protected, 20_000)).toBeDefined();
  expect([story.times("standby-dropped", "a"), computeOf(story)]).toEqual([1, "lockstep"]);
});

it("goes on without a standby after the third within a day, whatever they were dropped for", () => {
  const story = new Story("fault-tolerance");
  for (const fault of [diverges, lags, diverges]) {
    story.strike(fault);
    recovers(story);
  }
  expect([computeOf(story), story.times("standby-dropped", "a")]).toEqual(["restart", 4]);
  story.order("a", { kind: "protect", vmRef: "vm-0", declared: FAULT_TOLERANCE });
  recovers(story);
  expect(computeOf(story)).toBe("lockstep");
});

it("forgets the drops of another day", () => {
  const story = new Story("fault-tolerance");
  for (const fault of [diverges, diverges]) {
    story.strike(fault);
    recovers(story);
  }
  story.pass(story.timing.standbyDropWindowMs).strike(diverges);
  recovers(story);
  expect(computeOf(story)).toBe("lockstep");
});

it("is restarted from the disk where the machine dies right after its standby was dropped", () => {
  const story = new Story("fault-tolerance").strike(diverges, powerOff("a"));
  expect(story.until(() => story.runsOn.includes("b"), 20_000)).toBeDefined();
  expect(story.did("b", "start-vm")).toBe(true);
});
