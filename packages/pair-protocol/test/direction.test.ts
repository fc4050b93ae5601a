import { otherSide, type Side } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { isQuiet } from "../src/quiet";
import { cutCables, cutLinks, LEVELS, type Level, powerOff, reboot, Story, witnessOff } from "./story";
import { localMs, WORLD_TIMING } from "./world";

/**
 * A comparison finds that the copies differ, and either may be the right one: the owner A goes on alone, and a person says
 * which copy stays. At every step the safety properties hold.
 */

const asked = { kind: "copies-differ", machine: 0, either: true } as const;
const LOSS = "what only the other copy has";

/** A goes on alone by the token, and B's copy waits. */
function open(level: Level): Story {
  const story = new Story(level).strike(asked);
  expect(story.until(() => story.register.inSync.length === 1, 2_000)).toBeDefined();
  return story.pass(2_000);
}
const waits = (story: Story) => story.durable("b")?.undecided;
const copied = (story: Story) => story.until(() => story.protected, 30_000);

describe.each(LEVELS)("two copies of which either may be right, at %s", (level) => {
  it("goes on with the one that it reads, and leaves the other one as it is", () => {
    const story = new Story(level).strike(asked);
    expect([waits(story), story.durable("b")?.forgotten], "from the first moment").toEqual([true, true]);
    story.pass(60_000);
    expect(story.register).toMatchObject({ owner: "a", inSync: ["a"] });
    expect(story.acknowledgesNothingFor(2_000)).toBe(false);
    expect([story.did("a", "begin-resync"), story.did("b", "start-vm"), story.hasProcess("b")]).toEqual([
      false,
      false,
      false,
    ]);
    expect([story.times("verify", "a"), story.told("mirror-lost"), story.told("leg-failed")]).toEqual([
      1,
      false,
      false,
    ]);
  });

  it.each(["a", "b"] as const)(
    "goes on from the copy that a person keeps, %s, and fills the other one from it",
    (keep) => {
      const story = open(level);
      story.discard(otherSide(keep), " ");
      story.pass(2_000);
      expect(waits(story), "nobody has signed").toBe(true);
      story.discard(otherSide(keep), LOSS);
      expect(copied(story)).toBeDefined();
      expect(story.register).toMatchObject({ owner: keep });
      story.pass(2_000);
      for (const side of ["a", "b"] as const)
        expect(story.durable(side), side).toMatchObject({
          undecided: false,
          rightLegId: null,
          alone: false,
          forgotten: false,
        });
      expect(story.told("split-brain")).toBe(false);
    },
  );

  it("ends neither copy where both are given up at the same moment", () => {
    const story = open(level);
    story.discard("b", LOSS);
    story.discard("a", LOSS);
    expect([waits(story), story.durable("a")?.rightLegId]).toEqual([false, story.durable("b")?.legId]);
    expect(copied(story)).toBeDefined();
    expect(story.register).toMatchObject({ owner: "b" });
  });

  it.each(["a", "b"] as const)("is not decided while the other host is not there to keep its copy: %s", (given) => {
    const story = open(level).strike(cutLinks).pass(8_000);
    story.discard(given, LOSS);
    expect([waits(story), story.durable("a")?.rightLegId]).toEqual([true, null]);
  });

  it.each<[string, Side]>([
    ["the one that gives its copy up", "a"],
    ["the one that is to go on", "b"],
  ])("goes on from the copy that was kept though %s loses power right then", (_, lost) => {
    const story = open(level);
    story.discard("a", LOSS);
    story.strike(reboot(lost, 900));
    expect(copied(story)).toBeDefined();
    expect(story.register).toMatchObject({ owner: "b" });
  });

  it.each(["a", "b"] as const)("waits over a restart of %s", (side) => {
    const story = open(level).strike(reboot(side, 900)).pass(20_000);
    expect(waits(story)).toBe(true);
    expect(story.runsOn).toEqual(["a"]);
  });

  it("is not brought up where the owner is lost, but by a person who signs for that", () => {
    const story = open(level).strike(powerOff("a"));
    expect(story.acknowledgesNothingFor(30_000)).toBe(true);
    story.override("b", LOSS);
    story.strike(witnessOff).pass(5_000);
    story.override("b", LOSS);
    expect(story.until(() => story.runsOn.includes("b"), 5_000)).toBeDefined();
    expect(waits(story)).toBe(false);
    story.mend().pass(10_000);
    expect(story.runsOn, "two histories by now").toEqual([]);
  });

  it("writes to both copies until the token can be had, and takes no word before", () => {
    const story = new Story(level).strike(witnessOff).pass(3_000).strike(asked).pass(3_000);
    expect([story.register.inSync.length, story.acknowledgesNothingFor(2_000)]).toEqual([2, false]);
    story.discard("a", LOSS);
    expect(story.durable("a")?.rightLegId).toBeNull();
    story.strike({ kind: "witness-on" });
    expect(story.until(() => story.register.inSync.length === 1, 10_000)).toBeDefined();
    story.pass(2_000).discard("a", LOSS);
    expect(story.until(() => story.runsOn.includes("b"), 5_000)).toBeDefined();
  });

  it("does not move, nor is its level changed, before a person has said which copy stays", () => {
    const story = open(level);
    story.order("a", { kind: "switch-active", vmRef: "vm-0", to: "b" });
    story.strike({ kind: "protect", machine: 0, stop: "unprotected" });
    const refused = story.world.trace?.filter((line) => line.includes("refuse-command"));
    expect(refused).toEqual([expect.stringContaining("nobody has said"), expect.stringContaining("nobody has said")]);
    expect(story.durable("a")?.intent.declared.mirror).toBe("sync");
  });

  it("asks no more once the disk of the copy that waits was replaced", () => {
    const story = open(level).strike({ kind: "leg-fails", machine: 0, side: "b" }).pass(1_000).mend();
    expect(copied(story)).toBeDefined();
    expect(story.register).toMatchObject({ owner: "a" });
  });
});

it("is not quiet while a person is asked for, also switched off", () => {
  const story = open("high-availability");
  const quiet = () =>
    (["a", "b"] as const).some((side) => {
      const { state, clock } = story.world.hosts[side];
      return state !== null && isQuiet(state, localMs(clock, story.world.nowMs), WORLD_TIMING);
    });
  story.order("a", { kind: "stop", vmRef: "vm-0" });
  story.pass(30_000);
  expect(story.runsOn).toEqual([]);
  expect(quiet()).toBe(false);
});

it("hears of a copy that was kept over the management network, too", () => {
  const story = open("high-availability")
    .strike(...cutCables)
    .pass(5_000);
  story.discard("a", LOSS);
  expect(story.until(() => story.runsOn.includes("b"), 5_000)).toBeDefined();
  story.mend();
  expect(copied(story)).toBeDefined();
});
