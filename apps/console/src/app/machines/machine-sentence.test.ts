import type { FleetStanding } from "@v-available/api/view/machine";
import { describe, expect, it } from "vitest";
import { differingOf, leadOf, unheard } from "./machine-sentence";

const standing = (counts: Partial<FleetStanding["counts"]>, byState: FleetStanding["byState"] = {}): FleetStanding => ({
  counts: { total: 0, protected: 0, notProtected: 0, unknown: 0, byChoice: 0, ...counts },
  byState,
});

describe("the sentence over the machines", () => {
  it("leaves out what is unprotected by choice", () => {
    const fleet = standing({ total: 2, protected: 1, byChoice: 1 }, { Protected: 1 });
    expect(leadOf(fleet)).toBe("The one machine is protected.");
    expect(differingOf(fleet)).toBeNull();
  });

  it("counts what differs by state, the worst first and in its colour", () => {
    const fleet = standing({ total: 4, protected: 1, notProtected: 3 }, { AtRisk: 2, Unprotected: 1, Protected: 1 });
    expect(differingOf(fleet)).toEqual({ words: "1 unprotected and 2 at risk.", tone: "unprotected" });
  });

  it("says in the lead alone that nothing is known, also of a fleet that was well when it was last heard", () => {
    const fleet = unheard(standing({ total: 2, protected: 1, notProtected: 1 }, { Protected: 1, AtRisk: 1 }));
    expect(leadOf(fleet)).toBe("The state of all 2 machines is not known.");
    expect(differingOf(fleet)).toBeNull();
  });
});
