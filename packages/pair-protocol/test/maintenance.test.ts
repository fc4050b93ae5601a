import { SIDES, type Side } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { cutLinks, LEVELS, powerOff, Story } from "./story";

const enter = (side: Side) => ({ kind: "enter-maintenance", side }) as const;
const leave = (side: Side) => ({ kind: "leave-maintenance", side }) as const;
const stageOf = (pair: Story, side: Side) => pair.world.hosts[side].durable?.maintenance ?? null;
const inMaintenance = (level: (typeof LEVELS)[number]) => {
  const pair = new Story(level).strike(enter("a"));
  expect(pair.until(() => stageOf(pair, "a") === "in", 10_000)).toBeDefined();
  return pair;
};
const alarmed = (pair: Story) =>
  pair.world.trace?.some((line) => line.includes("does record") && line.includes("critical"));

describe.each(LEVELS)("planned work on the host of a machine at %s", (level) => {
  it("moves the machine away first, which stays protected", () => {
    const pair = inMaintenance(level);
    expect([pair.register.owner, pair.hasProcess("a"), pair.hasProcess("b")]).toEqual(["b", false, true]);
    expect(pair.until(() => pair.protected, 10_000)).toBeDefined();
    expect(pair.told("take-over-restart") || pair.told("take-over-live")).toBe(false);
  });

  it("lets the host be switched off without anybody being alarmed, and has both copies again after it", () => {
    const pair = inMaintenance(level).pass(3_000).strike(powerOff("a")).pass(20_000);
    const before = pair.acknowledged;
    pair.pass(2_000);
    expect([pair.runsOn, pair.acknowledged > before]).toEqual([["b"], true]);
    pair.mend();
    expect(pair.until(() => pair.protected, 40_000)).toBeDefined();
    expect(alarmed(pair)).toBe(false);
    expect(stageOf(pair, "a")).toBeNull();
  });

  it("starts nothing on that host when the partner is lost, before the work is ended", () => {
    const pair = inMaintenance(level).pass(3_000).strike(powerOff("b")).pass(30_000);
    expect(pair.runsOn).toEqual([]);
    pair.strike(leave("a"));
    expect(pair.until(() => pair.runsOn.includes("a"), 30_000)).toBeDefined();
  });

  it("keeps off what would begin something there", () => {
    const pair = inMaintenance(level).pass(3_000);
    pair.order("b", { kind: "switch-active", vmRef: "vm-0", to: "a" });
    pair.strike(enter("b")).pass(10_000);
    expect([pair.register.owner, pair.protected, stageOf(pair, "b")]).toEqual(["b", true, null]);
  });

  it("is called off half way: what has moved stays where it is", () => {
    const pair = new Story(level).strike(enter("a")).pass(20).strike(leave("a")).pass(20_000);
    expect([stageOf(pair, "a"), pair.protected]).toEqual([null, true]);
  });
});

it("lets one of two hosts go that were asked in the same moment", () => {
  const pair = new Story("high-availability").strike(enter("a"), enter("b")).pass(20_000);
  expect(SIDES.map((side) => stageOf(pair, side))).toEqual(["in", null]);
  expect(pair.runsOn).toEqual(["b"]);
});

it("waits with a host whose partner has not heard of it", () => {
  const pair = new Story("high-availability");
  pair.strike({ kind: "cut", path: "all", way: "ab" }, enter("a")).pass(30_000);
  expect(stageOf(pair, "a")).not.toBe("in");
});

it("refuses a host whose partner is not heard", () => {
  const pair = new Story("high-availability").strike(cutLinks).pass(4_000).strike(enter("a"));
  expect(stageOf(pair, "a")).toBeNull();
});
