import { expect, it } from "vitest";
import type { Input } from "../src/input";
import { PATHS } from "../src/message";
import { stepAtRest } from "../src/rest";
import { RULES } from "../src/rules";
import { type StepOutcome, step } from "../src/step";
import { cutCables, Story } from "./story";
import { localMs, WORLD_TIMING } from "./world";

/** What host A does when it hears its partner's newest heartbeat once more, over that path. */
function hearsAgain(story: Story, path: (typeof PATHS)[number], how: typeof stepAtRest = step): StepOutcome | null {
  const { state, clock } = story.world.hosts.a;
  if (state?.heard == null) throw new Error("A has heard nothing");
  const nowMs = localMs(clock, story.world.nowMs);
  const input: Input = { kind: "received", path, message: state.heard.heartbeat, nowMs };
  return how(state, input, WORLD_TIMING, RULES);
}

it("looks at no rule for a further copy of a heartbeat, and remembers where it came from", () => {
  const story = new Story("high-availability");
  for (const path of PATHS) {
    const outcome = story.until(() => hearsAgain(story, path, stepAtRest) !== null, 3_000);
    expect(outcome, "A comes to rest").toBeDefined();
    const { state, clock } = story.world.hosts.a;
    const after = hearsAgain(story, path);
    expect(after?.effects).toEqual([]);
    expect(after?.state.heardOnPathAtMs).toEqual({
      ...state?.heardOnPathAtMs,
      [path]: localMs(clock, story.world.nowMs),
    });
  }
});

it("begins the copy with the next word over a cable, though the management network brought it first", () => {
  const story = new Story("high-availability").strike(...cutCables);
  expect(story.until(() => story.register.inSync.length === 1, 20_000)).toBeDefined();
  story.pass(8_000);
  const begins = (outcome: StepOutcome | null) => outcome?.effects.some(({ kind }) => kind === "begin-resync");
  expect(begins(hearsAgain(story, "management"))).toBe(false);
  expect(begins(hearsAgain(story, "link-a"))).toBe(true);
});
