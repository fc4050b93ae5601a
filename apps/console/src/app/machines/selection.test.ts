import { describe, expect, it } from "vitest";
import { choose, countOf, isChosen, MOST_CHOSEN, NOTHING, parseSelection, selectionText } from "./selection";

const id = (at: number): string => `01a216d4-8211-7028-8758-${at.toString(16).padStart(12, "0")}`;
const some = (count: number): string[] => Array.from({ length: count }, (_, at) => id(at));

describe("the choice of machines", () => {
  it("comes back from the address as it was written", () => {
    const chosen = { all: false, machineIds: some(3) } as const;
    expect(parseSelection(selectionText(chosen))).toEqual(chosen);
    expect(parseSelection(selectionText({ all: true }))).toEqual({ all: true });
    expect(parseSelection(selectionText(NOTHING))).toEqual(NOTHING);
  });

  it("reads nothing out of an address that was cut off", () => {
    const text = selectionText({ all: false, machineIds: some(2) });
    expect(parseSelection(text.slice(0, -5))).toEqual({ all: false, machineIds: [id(0)] });
    expect(parseSelection("??????????????????????.x")).toEqual(NOTHING);
  });

  it("takes rows in and out, and refuses more than an address holds", () => {
    const chosen = choose(NOTHING, some(MOST_CHOSEN), true) ?? NOTHING;
    expect(countOf(chosen, 50_000)).toBe(MOST_CHOSEN);
    expect(choose(chosen, [id(999)], true)).toBeNull();
    const fewer = choose(chosen, [id(0)], false) ?? NOTHING;
    expect([isChosen(fewer, id(0)), isChosen(fewer, id(1))]).toEqual([false, true]);
  });

  it("is everything that matches, until one is taken out", () => {
    expect(countOf({ all: true }, 50_000)).toBe(50_000);
    expect(choose({ all: true }, [id(1)], false)).toEqual(NOTHING);
  });
});
