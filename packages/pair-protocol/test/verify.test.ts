import { expect, it } from "vitest";
import { LEVELS, powerOff, Story, witnessOff } from "./story";

/** A comparison finds wrong blocks on the standby side's copy. At every step the safety properties hold. */

const differs = { kind: "copies-differ", machine: 0 } as const;
const copied = (story: Story) => story.until(() => story.protected, 20_000);

it.each(LEVELS)("goes on where it is, and what differs is copied alone: %s", (level) => {
  const story = new Story(level).strike(differs);
  expect(story.durable("b")?.forgotten, "nothing brings that copy up from the first moment").toBe(true);
  expect(story.until(() => story.register.inSync.length === 1, 2_000)).toBeDefined();
  expect(story.register).toMatchObject({ owner: "a", inSync: ["a"] });
  expect(copied(story)).toBeDefined();
  expect(story.until(() => story.durable("b")?.forgotten === false, 2_000)).toBeDefined();
  const copies = story.world.trace?.filter((line) => line.includes("does begin-resync"));
  expect(copies).toEqual([expect.stringContaining('"full":false')]);
  expect([story.times("verify", "a"), story.told("mirror-lost"), story.told("leg-failed")]).toEqual([1, false, false]);
});

it.each(LEVELS)("is not brought up from wrong blocks where its host is lost right then: %s", (level) => {
  const story = new Story(level).strike(differs, powerOff("a"));
  expect(story.acknowledgesNothingFor(30_000)).toBe(true);
  expect([story.did("b", "start-vm"), story.did("b", "go-live")]).toEqual([false, false]);
  story.strike({ kind: "host-on", side: "a" });
  expect(story.until(() => story.runsOn.includes("a"), 20_000)).toBeDefined();
  expect(copied(story)).toBeDefined();
});

it.each(LEVELS)("writes to both copies until the token can be had: %s", (level) => {
  const story = new Story(level).strike(witnessOff).pass(3_000).strike(differs);
  story.pass(10_000);
  expect([story.register.inSync.length, story.acknowledgesNothingFor(2_000)]).toEqual([2, false]);
  story.strike({ kind: "witness-on" });
  expect(copied(story)).toBeDefined();
});

it.each(LEVELS)("does not go on through wrong blocks when its own disk fails: %s", (level) => {
  const story = new Story(level).strike(differs, { kind: "leg-fails", machine: 0, side: "a" });
  expect(story.acknowledgesNothingFor(20_000)).toBe(true);
  expect([story.did("a", "detach-leg"), story.did("b", "start-vm"), story.did("b", "go-live")]).toEqual([
    false,
    false,
    false,
  ]);
});
