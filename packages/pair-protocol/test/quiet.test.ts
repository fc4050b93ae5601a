import { SIDES } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { isQuiet } from "../src/quiet";
import type { Fault } from "./fault";
import { cutCables, cutLinks, cutWitnessFrom, LEVELS, powerOff, Story, witnessOff } from "./story";
import { localMs, WORLD_TIMING } from "./world";

const bothQuiet = ({ world }: Story): boolean =>
  SIDES.every((side) => {
    const { state, clock } = world.hosts[side];
    return state !== null && isQuiet(state, localMs(clock, world.nowMs), WORLD_TIMING);
  });

/** What hosts do for ever. Everything else that one does is something that happens. */
const TALK = /^\d+ [ab] does (send|ask-witness|arm-watchdog)\b/;

const deedsWithin = (story: Story, ms: number): string[] => {
  const before = story.world.trace?.length ?? 0;
  story.pass(ms);
  return (story.world.trace ?? []).slice(before).filter((line) => / does /.test(line) && !TALK.test(line));
};

const FAULTS: readonly (readonly [string, readonly Fault[]])[] = [
  ["both cables cut", cutCables],
  ["the hosts cut from each other", [cutLinks]],
  ["a host without power", [powerOff("b")]],
  ["the active host without power", [powerOff("a")]],
  ["the witness off", [witnessOff]],
  ["one host cut from the witness", [cutWitnessFrom("a")]],
];

describe.each(LEVELS)("a pair with a machine at %s", (level) => {
  it("is quiet, and does nothing but talk while nothing befalls it", () => {
    const story = new Story(level);
    expect(bothQuiet(story)).toBe(true);
    expect(deedsWithin(story, 60_000)).toEqual([]);
    expect(bothQuiet(story)).toBe(true);
  });

  it.each(FAULTS)("is not quiet with %s, and is so again once nothing more will come of it", (_, faults) => {
    const story = new Story(level).strike(...faults);
    expect(
      story.until(() => !bothQuiet(story), 8_000),
      "it is noticed",
    ).toBeDefined();
    story.pass(12_000);
    expect(bothQuiet(story), "while it holds").toBe(false);
    story.mend();
    expect(
      story.until(() => bothQuiet(story), 60_000),
      "once it is over",
    ).toBeDefined();
    expect(story.protected).toBe(true);
    expect(deedsWithin(story, 30_000)).toEqual([]);
  });

  it("is not quiet while a planned switch is under way, and is afterwards", () => {
    const story = new Story(level);
    story.order("a", { kind: "switch-active", vmRef: "vm-0", to: "b" });
    story.pass(300);
    expect(bothQuiet(story)).toBe(false);
    expect(story.until(() => bothQuiet(story), 60_000)).toBeDefined();
    expect(story.register.owner).toBe("b");
    expect(deedsWithin(story, 30_000)).toEqual([]);
  });

  it("is not quiet as long as a guest's crash counts against the next one", () => {
    const story = new Story(level);
    const { state, clock } = story.world.hosts.a;
    const vm = state?.vms["vm-0"];
    if (!state || !vm) throw new Error("A does not run it");
    const nowMs = localMs(clock, story.world.nowMs);
    const crashedAgo = (ms: number) => ({
      ...state,
      vms: { ...state.vms, "vm-0": { ...vm, crashTimesMs: [nowMs - ms] } },
    });
    expect(isQuiet(crashedAgo(60_000), nowMs, WORLD_TIMING)).toBe(false);
    expect(isQuiet(crashedAgo(WORLD_TIMING.guestRestartWindowMs), nowMs, WORLD_TIMING)).toBe(true);
  });
});

it("is not quiet at a witness that is not the preferred one", () => {
  const story = new Story("high-availability", true).strike(witnessOff);
  expect(
    story.until(() => story.seatOf("a") === "alternate" && story.seatOf("b") === "alternate", 20_000),
  ).toBeDefined();
  story.pass(5_000);
  expect(bothQuiet(story)).toBe(false);
  story.mend();
  expect(story.until(() => bothQuiet(story), 60_000)).toBeDefined();
  expect(story.seatOf("a")).toBe("witness");
});
