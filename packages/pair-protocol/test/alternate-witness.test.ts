import { describe, expect, it } from "vitest";
import type { Fault } from "./fault";
import { cutLinks, cutWitnessFrom, LEVELS, powerOff, Story, witnessOff } from "./story";

/** Domain contract §7, row two: the hosts use an alternate witness that both can see. */

const alternateOff: Fault = { kind: "witness-off", at: "alternate", backAfterMs: null };
const moved = (pair: Story, to = "alternate") => pair.seatOf("a") === to && pair.seatOf("b") === to;

describe.each(LEVELS)("an alternate witness at %s", (level) => {
  const faults: [string, Fault][] = [
    ["A loses the preferred one", cutWitnessFrom("a")],
    ["B loses the preferred one", cutWitnessFrom("b")],
    ["the preferred one is gone", witnessOff],
  ];

  it.each(faults)("is used where %s, and the machine never notices", (_, fault) => {
    const pair = new Story(level, true).strike(fault);
    expect(pair.until(() => moved(pair), 6_000)).toBeDefined();
    expect(pair.hasProcess("a")).toBe(true);
    expect(pair.protected).toBe(true);
    expect(pair.told("move-witness", "a")).toBe(true);
    expect(pair.told("self-fence")).toBe(false);
  });

  it.each(faults)("decides when the active host is lost after %s", (_, fault) => {
    const pair = new Story(level, true).strike(fault);
    pair.until(() => moved(pair), 6_000);
    pair.pass(2_000).strike(powerOff("a"));
    expect(pair.until(() => pair.runsOn.includes("b"), 15_000)).toBeDefined();
    expect(pair.register.owner).toBe("b");
  });

  it("lets one side go on when the hosts lose each other, and no more than one", () => {
    const pair = new Story(level, true).strike(cutWitnessFrom("b"));
    pair.until(() => moved(pair), 6_000);
    pair.strike(cutLinks).pass(20_000);
    expect(pair.runsOn).toEqual(["a"]);
    expect(pair.register.inSync).toEqual(["a"]);
  });

  it("is left again once the preferred one has been seen for long enough", () => {
    const pair = new Story(level, true).strike(cutWitnessFrom("a"));
    pair.until(() => moved(pair), 6_000);
    pair.strike({ kind: "witness-mend", side: "a" });
    const afterMs = pair.until(() => moved(pair, "witness"), 30_000);
    expect(afterMs).toBeGreaterThanOrEqual(pair.timing.witnessReturnMs);
    expect(pair.protected).toBe(true);
  });

  it("is not taken where one host does not see it: both designate a survivor instead", () => {
    const pair = new Story(level, true).strike({ kind: "witness-cut", at: "alternate", side: "b", way: "both" });
    pair.strike(witnessOff).pass(12_000);
    expect(pair.told("move-witness")).toBe(false);
    expect(pair.told("designate", "a")).toBe(true);
  });

  it("is not taken while the preferred one has only not answered yet", () => {
    const cut = (side: "a" | "b"): Fault => ({ kind: "witness-cut", side, way: "both" });
    const mendCut = (side: "a" | "b"): Fault => ({ kind: "witness-mend", side });
    const restart = (side: "a" | "b"): Fault => ({ kind: "agent-off", side, forget: false, backAfterMs: 20 });
    const pair = new Story(level, true).strike(cut("a"), cut("b"), restart("a"), restart("b"));
    pair.pass(1_000).strike(mendCut("a"), mendCut("b")).pass(10_000);
    expect(pair.told("move-witness")).toBe(false);
    expect(pair.protected).toBe(true);
  });

  it("that goes away in the middle of the move is given up, and the old one decides again", () => {
    const pair = new Story(level, true).strike(cutWitnessFrom("a"));
    expect(pair.until(() => pair.world.hosts.b.durable?.move != null, 6_000)).toBeDefined();
    pair.strike(alternateOff, { kind: "witness-mend", side: "a" });
    const settled = () => pair.world.hosts.a.durable?.move === null && pair.world.hosts.b.durable?.move === null;
    expect(pair.until(settled, 15_000)).toBeDefined();
    expect(moved(pair, "witness")).toBe(true);
    expect(pair.protected).toBe(true);
    pair.pass(2_000).strike(powerOff("a"));
    expect(pair.until(() => pair.runsOn.includes("b"), 15_000)).toBeDefined();
  });

  it("settles the move where the hosts lose each other in the middle of it", () => {
    const pair = new Story(level, true).strike(cutWitnessFrom("a"));
    expect(pair.until(() => pair.world.hosts.b.durable?.move != null, 6_000)).toBeDefined();
    pair.strike(powerOff("a"));
    expect(pair.until(() => pair.runsOn.includes("b"), 20_000)).toBeDefined();
    expect(pair.world.hosts.b.durable?.move).toBeNull();
  });
});
