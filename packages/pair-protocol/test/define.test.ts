import { SIDES } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { LEVELS, Story } from "./story";

const VM = "vm-0";
const other = { kind: "define", vmRef: VM, name: "another", spec: "twice as large" } as const;
const intents = (pair: Story) =>
  SIDES.map((side) => {
    const { name, spec } = pair.durable(side)?.intent ?? {};
    return [name, spec];
  });

describe.each(LEVELS)("another definition of a machine at %s", (level) => {
  const stopped = () => {
    const pair = new Story(level);
    pair.order("a", { kind: "stop", vmRef: VM });
    expect(pair.until(() => pair.runsOn.length === 0 && !pair.hasProcess("a"), 20_000)).toBeDefined();
    return pair.pass(1_000);
  };

  it("is durable on both hosts before either starts it again", () => {
    const pair = stopped();
    pair.order("a", other);
    expect(pair.until(() => intents(pair).every(([name]) => name === "another"), 5_000)).toBeDefined();
    expect(intents(pair)).toEqual([
      ["another", "twice as large"],
      ["another", "twice as large"],
    ]);
    pair.order("a", { kind: "start", vmRef: VM });
    expect(pair.until(() => pair.protected, 60_000)).toBeDefined();
    expect(intents(pair)).toEqual([
      ["another", "twice as large"],
      ["another", "twice as large"],
    ]);
  });

  it("is refused while it runs: what one host started would not be what the other starts", () => {
    const pair = new Story(level);
    const before = intents(pair);
    pair.order("a", other);
    pair.pass(2_000);
    expect(intents(pair)).toEqual(before);
    expect(pair.did("a", "refuse-command")).toBe(true);
  });

  it("is refused on the host that does not own it", () => {
    const pair = stopped();
    const before = intents(pair);
    pair.order("b", other);
    pair.pass(2_000);
    expect(intents(pair)).toEqual(before);
    expect(pair.did("b", "refuse-command")).toBe(true);
  });
});
