import type { PairState } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import { differingOf, leadOf, machinesOf, type ShownPair } from "./pair-sentence";

type Counts = Partial<Record<"machineCount" | "askedCount" | "protectedCount" | "exposedCount", number>>;

const shown = (state: PairState, counts: Counts = {}, worst: string | null = null): ShownPair =>
  ({
    state,
    pair: {
      site: { id: "s", name: "Littleton" },
      machineCount: 5,
      askedCount: 5,
      protectedCount: 5,
      exposedCount: 0,
      ...counts,
      glyph: { worst },
    },
  }) as unknown as ShownPair;

describe("the sentence over the pairs", () => {
  it("counts what is normal, and tells the rest by state in the colour of the first", () => {
    const all = [shown("Normal"), shown("SingleHost"), shown("WitnessLost"), shown("WitnessLost")];
    expect(leadOf(all)).toBe("1 of 4 pairs at 1 site is normal.");
    expect(differingOf(all)).toEqual({
      words: "1 runs on a single host and 2 have lost their witness.",
      tone: "unprotected",
    });
  });

  it("says it once where all are alike", () => {
    expect(leadOf([shown("Normal"), shown("Normal")])).toBe("2 pairs at 1 site, all normal.");
    expect(differingOf([shown("Normal")])).toBeNull();
    expect(leadOf([shown("Unknown"), shown("Unknown")])).toBe("The state of all 2 pairs is not known.");
    expect(differingOf([shown("Unknown"), shown("Unknown")])).toBeNull();
  });
});

describe("the machines of a pair in a table", () => {
  it.each([
    [shown("Normal"), "5 protected", null],
    [shown("Normal", { askedCount: 4, protectedCount: 4 }), "4 protected, 1 unprotected by choice", null],
    [shown("Normal", { machineCount: 2, askedCount: 0, protectedCount: 0 }), "2 unprotected by choice", null],
    [shown("SingleHost", { protectedCount: 1, exposedCount: 4 }, "Unprotected"), "4 of 5 below level", "unprotected"],
    [shown("WitnessLost", { askedCount: 4, protectedCount: 0 }, "AtRisk"), "4 of 4 at risk", "atrisk"],
    [shown("Unknown"), "5 machines", null],
    [shown("Normal", { machineCount: 0 }), "no machine", null],
  ])("%#: %s", (pair, words, tone) => expect(machinesOf(pair)).toEqual({ words, tone }));
});
