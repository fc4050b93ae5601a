import { describe, expect, it } from "vitest";
import { durableOf } from "../src/draft";
import { RULES, type Rules } from "../src/rules";
import { LAW } from "./run";
import { cutLinks, cutWitnessFrom, LEVELS, type Level, powerOff, Story, witnessOff } from "./story";
import { Violation } from "./world";

/** Split brain: a person has had B go on past the token while A went on by it. At every step the safety properties hold. */

const LOSS = "what host-a has written alone";
const under = (change: Partial<Rules>) => ({ ...LAW, rules: { ...RULES, ...change } });

/** Both write, and can't hear each other. */
function apart(level: Level, law = LAW): Story {
  const pair = new Story(level, false, law).strike(cutLinks, cutWitnessFrom("b")).pass(20_000);
  expect(pair.runsOn).toEqual(["a"]);
  pair.override("b", LOSS);
  expect(
    pair.until(() => pair.runsOn.length === 2, 5_000),
    "B goes on as well",
  ).toBeDefined();
  return pair.pass(2_000);
}
const join = (pair: Story) => pair.mend().pass(5_000);

describe.each(LEVELS)("two histories at %s", (level) => {
  it("stops both once they hear each other, and holds them whatever time passes", () => {
    const pair = join(apart(level));
    expect(pair.runsOn).toEqual([]);
    for (const side of ["a", "b"] as const) {
      expect(pair.durable(side)?.splitBrain, side).toBe(true);
      expect(pair.times("split-brain", side), side).toBeGreaterThan(0);
    }
    expect(pair.acknowledgesNothingFor(60_000)).toBe(true);
    expect([pair.did("a", "begin-resync"), pair.did("b", "begin-resync")]).toEqual([false, false]);
  });

  it.each(["a", "b"] as const)("goes on from the copy that a person keeps, %s, and fills the other from it", (keep) => {
    const other = keep === "a" ? "b" : "a";
    const pair = join(apart(level));
    pair.discard(other, " ");
    pair.pass(2_000);
    expect(pair.runsOn, "nobody has signed").toEqual([]);
    pair.discard(other, "what it has written alone");
    expect(pair.until(() => pair.runsOn.includes(keep), 5_000)).toBeDefined();
    expect(pair.until(() => pair.protected, 30_000)).toBeDefined();
    expect(pair.register).toMatchObject({ owner: keep });
    expect([pair.durable("a")?.splitBrain, pair.durable("b")?.splitBrain]).toEqual([false, false]);
  });

  it("does not give up one history where the other is not there to stay", () => {
    const pair = join(apart(level)).strike(powerOff("b")).pass(5_000);
    pair.discard("a", "what it has written alone");
    pair.pass(20_000);
    expect(pair.durable("a")?.splitBrain).toBe(true);
    expect(pair.runsOn).toEqual([]);
  });

  it("holds over a restart of either host", () => {
    const pair = join(apart(level));
    pair.strike(powerOff("a"), powerOff("b")).pass(2_000);
    pair.strike({ kind: "host-on", side: "a" }, { kind: "host-on", side: "b" }).pass(30_000);
    expect(pair.runsOn).toEqual([]);
  });
});

it("does not let the owner go on beside what a person had started in its absence", () => {
  const pair = new Story("high-availability").strike(witnessOff, powerOff("a")).pass(30_000);
  pair.override("b", "what host-a did not acknowledge");
  expect(pair.until(() => pair.runsOn.includes("b"), 5_000)).toBeDefined();
  pair.strike({ kind: "host-on", side: "a" }).pass(10_000);
  expect(pair.runsOn).toEqual(["b"]);
  pair.mend();
  expect(pair.until(() => pair.protected, 30_000)).toBeDefined();
  expect(pair.register).toMatchObject({ owner: "b" });
});

it("takes no token over a history that its partner has by it, and holds both once that is back", () => {
  const pair = new Story("high-availability").strike(cutLinks).pass(10_000);
  expect(pair.register, "B has heard of it from the witness").toMatchObject({ owner: "a", inSync: ["a"] });
  pair.strike(cutWitnessFrom("b"), powerOff("a")).pass(20_000);
  pair.override("b", LOSS);
  expect(pair.until(() => pair.runsOn.includes("b"), 5_000)).toBeDefined();
  pair.strike({ kind: "witness-mend", side: "b" }).pass(20_000);
  expect(pair.register).toMatchObject({ owner: "a", inSync: ["a"] });
  expect(pair.runsOn).toEqual(["b"]);
  pair.mend().pass(10_000);
  expect(pair.runsOn).toEqual([]);
  expect([pair.durable("a")?.splitBrain, pair.durable("b")?.splitBrain]).toEqual([true, true]);
});

describe("is found to be broken", () => {
  it.each<[string, Partial<Rules>]>([
    ["where one goes on though it hears of the other's history", { haveTwoHistories: () => false }],
    [
      "where they stop only if both went on without the token",
      { haveTwoHistories: (draft, vm, report) => report.alone && durableOf(draft, vm).alone },
    ],
    [
      "where a history counts as given up that nobody has given up",
      { hasGivenUp: () => true, haveTwoHistories: (_draft, _vm, report) => report.alone },
    ],
  ])("%s", (_name, change) => {
    const play = () => join(apart("high-availability", under(change))).pass(30_000);
    expect(play).toThrow(Violation);
    expect(play).toThrow(/^S1: /);
  });
});
