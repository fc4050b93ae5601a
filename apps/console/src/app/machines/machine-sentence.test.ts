import type { MachineRow } from "@v-available/api/view/machine";
import type { ProtectionState } from "@v-available/domain/state";
import { describe, expect, it } from "vitest";
import type { Shown } from "./machine-order";
import { differingOf, leadOf } from "./machine-sentence";

const shown = (state: ProtectionState, declaredStop: MachineRow["declaredStop"] = "high-availability"): Shown =>
  ({
    state,
    row: {
      declaredStop,
      site: { id: "s", name: "Littleton" },
      headline: { effective: declaredStop, etaAtMs: null, exposedSinceMs: null, observedAtMs: 0 },
    },
  }) as unknown as Shown;

describe("the sentence over the machines", () => {
  it("leaves out what is unprotected by choice", () => {
    const all = [shown("Protected"), shown("Unprotected", "unprotected")];
    expect(leadOf(all, 0)).toBe("The one machine is protected.");
    expect(differingOf(all)).toBeNull();
  });

  it("counts what differs by state, the worst first and in its colour", () => {
    const all = [shown("AtRisk"), shown("Unprotected"), shown("AtRisk"), shown("Protected")];
    expect(differingOf(all)).toEqual({ words: "1 unprotected and 2 at risk.", tone: "unprotected" });
  });

  it("says in the lead alone that nothing is known", () => {
    const all = [shown("Unknown"), shown("Unknown", "unprotected")];
    expect(leadOf(all, 0)).toBe("The state of all 2 machines is not known.");
    expect(differingOf(all)).toBeNull();
  });
});
