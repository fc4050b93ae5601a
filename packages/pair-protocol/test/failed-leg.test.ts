import { describe, expect, it } from "vitest";
import { restartOnFailedDisk } from "./fault";
import { cutCables, cutLinks, cutWitnessFrom, LEVELS, powerOff, Story, witnessOff } from "./story";

/** The disk under a running machine fails. At every step the safety properties hold; here it is what comes of it. */

const failOn = (side: "a" | "b") => ({ kind: "leg-fails", machine: 0, side }) as const;
const replaced = (story: Story) => story.mend().until(() => story.protected, 40_000);

describe.each(LEVELS)("the disk under the active side fails: %s", (level) => {
  const after = (...faults: Parameters<Story["strike"]>) => new Story(level).strike(failOn("a"), ...faults);

  it("goes on through the partner's copy, and moves there without a restart", () => {
    const story = after();
    expect(story.until(() => story.register.owner === "b", 3_000)).toBeDefined();
    expect(story.register.inSync).toEqual(["b"]);
    story.until(() => story.runsOn.includes("b"), 1_000);
    const live = level === "fault-tolerance";
    expect([story.did("a", "kill-vm"), story.did("b", "go-live"), story.did("a", "complete-migration")]).toEqual([
      live,
      live,
      !live,
    ]);
    expect(story.acknowledgesNothingFor(2_000)).toBe(false);
    expect(replaced(story)).toBeDefined();
    expect(story.register.owner).toBe("b");
  });

  it("is restarted there where the driver can't serve from the partner", () => {
    const story = new Story(level);
    restartOnFailedDisk(story.world);
    story.strike(failOn("a"));
    expect(story.until(() => story.runsOn.includes("b"), 8_000)).toBeDefined();
    expect([story.did("a", "detach-leg"), story.did("a", "migrate-out")]).toEqual([false, false]);
    expect(replaced(story)).toBeDefined();
  });

  it("without the witness it goes on where it is, for as long as the partner answers", () => {
    const story = new Story(level).strike(witnessOff).pass(2_500).strike(failOn("a"));
    story.pass(20_000);
    expect(story.runsOn).toEqual(level === "high-availability" ? ["a"] : []);
    expect([story.hasProcess("a"), story.acknowledgesNothingFor(2_000)]).toEqual([true, false]);
    story.strike({ kind: "witness-on" });
    expect(story.until(() => story.runsOn.includes("b"), 8_000)).toBeDefined();
    expect(replaced(story)).toBeDefined();
  });

  it("is not given up for the broken copy when the partner is lost: it waits for that one", () => {
    const story = after(powerOff("b"));
    story.pass(1_000);
    expect(story.acknowledgesNothingFor(20_000)).toBe(true);
    expect(story.register.inSync).toContain("b");
    story.strike({ kind: "host-on", side: "b" });
    expect(story.until(() => story.runsOn.includes("b"), 15_000)).toBeDefined();
    expect(replaced(story)).toBeDefined();
  });

  it.each([
    ["every way between the hosts", [cutLinks]],
    ["both the cables", cutCables],
  ])("ends up there when the partner is cut off as well: %s", (_, cut) => {
    const story = after(...cut);
    expect(story.until(() => story.runsOn.includes("b"), 15_000)).toBeDefined();
    expect(story.register).toMatchObject({ owner: "b", inSync: ["b"] });
    expect(replaced(story)).toBeDefined();
  });

  it("goes on over a restart of the agent that had to see to it", () => {
    const story = new Story(level).strike(witnessOff).pass(2_500).strike(failOn("a")).pass(500);
    story.strike({ kind: "agent-off", side: "a", forget: false, backAfterMs: 800 }).pass(3_000);
    expect([story.hasProcess("a"), story.acknowledgesNothingFor(2_000)]).toEqual([true, false]);
    expect([story.times("leg-failed", "a"), story.told("redundancy-restored")]).toEqual([2, false]);
    story.strike({ kind: "witness-on" });
    expect(story.until(() => story.runsOn.includes("b"), 8_000)).toBeDefined();
  });

  it("takes another disk that comes before it has moved for an empty one", () => {
    const story = new Story(level).strike(witnessOff).pass(2_500).strike(failOn("a")).pass(500);
    expect(replaced(story)).toBeDefined();
    expect(story.register.owner).toBe("b");
    expect(story.did("b", "begin-resync")).toBe(true);
  });

  it("stands still when both copies fail, and nobody brings up either", () => {
    const story = after(failOn("b"));
    story.pass(1_000);
    expect(story.acknowledgesNothingFor(20_000)).toBe(true);
    expect([story.did("b", "start-vm"), story.did("b", "go-live")]).toEqual([false, false]);
  });

  it("that went on alone is not started from the empty disk that replaces its own", () => {
    const story = new Story(level).strike(witnessOff).pass(12_000).strike(cutLinks).pass(4_000);
    expect([story.durable("a")?.alone, story.acknowledgesNothingFor(2_000)]).toEqual([true, false]);
    story.strike(failOn("a")).pass(1_000).mend();
    expect(story.acknowledgesNothingFor(20_000)).toBe(true);
    expect(story.runsOn).toEqual([]);
  });

  it("stands still on the last copy while the other one is being filled", () => {
    const story = new Story(level).strike(powerOff("b")).pass(8_000).strike({ kind: "host-on", side: "b" });
    expect(story.until(() => story.did("a", "begin-resync"), 10_000)).toBeDefined();
    story.strike(failOn("a")).pass(500);
    expect(story.acknowledgesNothingFor(30_000)).toBe(true);
    expect([story.register.inSync, story.did("b", "start-vm"), story.did("a", "detach-leg")]).toEqual([
      ["a"],
      false,
      false,
    ]);
  });
});

it.each(LEVELS)("a takeover that no witness has answered is given up with the copy that it was for: %s", (level) => {
  const story = new Story(level).strike(cutWitnessFrom("b"), powerOff("a"));
  expect(story.until(() => story.durable("b")?.pending?.purpose === "take-over", 20_000)).toBeDefined();
  story.strike(failOn("b")).pass(1_000);
  const { acknowledged } = story;
  expect(replaced(story), "it goes on from the copy that is whole").toBeDefined();
  expect([story.register.owner, story.acknowledged >= acknowledged]).toEqual(["a", true]);
});
