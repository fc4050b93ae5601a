import type { MachineRow } from "@v-available/api/view/machine";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "@v-available/domain/level";
import { describe, expect, it } from "vitest";
import { erp } from "../app/machines/machine-row.fixture";
import { choosePlace } from "./tour-place";
import { type TourFacts, tourSteps } from "./tour-step";

const headline = (level: MachineRow["declaredStop"]): MachineRow["headline"] => ({ ...erp.headline, effective: level });
const ft: MachineRow = { ...erp, id: "ft", declared: FAULT_TOLERANCE };
const ha: MachineRow = {
  ...ft,
  id: "ha",
  name: "mail",
  declared: HIGH_AVAILABILITY,
  declaredStop: "high-availability",
  headline: headline("high-availability"),
};
const on = (pairId: string, ...machines: MachineRow[]): MachineRow[] =>
  machines.map((machine) => ({ ...machine, id: `${machine.id}-${pairId}`, pair: { id: pairId, name: pairId } }));

describe("where the tour happens", () => {
  it("is a pair that is well, with a machine to raise beside one at Fault Tolerance", () => {
    expect(choosePlace(on("p", ft, ha))).toEqual({ pairId: "p", machineId: "ha-p" });
    expect(choosePlace(on("p", ft))).toBeNull();
    expect(choosePlace(on("p", { ...ft, activeSide: "b" }, ha)), "one plug tells both apart").toBeNull();
    const broken: MachineRow = { ...ft, headline: { ...ft.headline, state: "Resyncing" } };
    expect(choosePlace(on("p", ft, ha, broken))).toBeNull();
    const chosen: MachineRow = {
      ...ft,
      declared: UNPROTECTED,
      declaredStop: "unprotected",
      headline: { ...headline("unprotected"), state: "Unprotected" },
    };
    expect(choosePlace(on("p", ft, ha, chosen)), "unprotected by choice").not.toBeNull();
  });

  it("is where least has to be copied", () => {
    const small: MachineRow = { ...ha, memoryMiB: 4_096 };
    expect(choosePlace([...on("big", ft, ha), ...on("small", ft, small)])?.pairId).toBe("small");
  });
});

describe("the steps of the tour", () => {
  const facts: TourFacts = {
    machine: ha,
    machines: [ft, ha],
    plug: { ref: "host-a", name: "lit-a", pairId: "p" },
    pulled: null,
    incidentId: null,
    planned: null,
  };
  const pulled = {
    id: "1",
    fault: "host-power-loss",
    targetRef: "host-a",
    targetName: "lit-a",
    pairId: "p",
    clearTitle: "Give power back",
    atMs: 0,
  } as const;
  const done = (now: TourFacts, address = "/") => tourSteps(now, address).map((step) => step.done);

  it("are done when what they are about is so, wherever that was done", () => {
    expect(done(facts)).toEqual([false, false, false, false, false, true, false, true]);
    expect(done(facts, "/pairs/p")[0]).toBe(true);
    expect(done(facts, "/pairs/p?whatif=lose-a").slice(0, 2)).toEqual([true, true]);
    expect(done(facts, "/pairs/p?whatif=lose-b")[1]).toBe(false);
    const raised = { ...ha, declaredStop: "fault-tolerance", headline: headline("fault-tolerance") } as const;
    expect(done({ ...facts, machine: raised })[2]).toBe(true);
    expect(done({ ...facts, pulled, incidentId: "9" })[3]).toBe(true);
    expect(done({ ...facts, pulled, incidentId: "9" })[5]).toBe(false);
  });

  it("say why they can't be done now, and what is under way", () => {
    const steps = tourSteps(facts, "/");
    expect(steps[4]?.blockedBy).toContain("the plug has to be pulled first");
    expect(steps[5]?.blockedBy).toBe("No plug is pulled.");
    const rising = tourSteps({ ...facts, machine: { ...ha, declaredStop: "fault-tolerance" } }, "/")[2];
    expect(rising).toMatchObject({ done: false, blockedBy: "It is declared already." });
    expect(rising?.waiting).not.toBeNull();
    const noticing = tourSteps({ ...facts, pulled }, "/")[3];
    expect(noticing).toMatchObject({ done: false, blockedBy: "It is pulled.", waiting: "The hosts are noticing." });
    const host = { id: "h", name: "lit-a", state: "Running", cannotEnterBecause: null } as const;
    const planning = (change: object) => tourSteps({ ...facts, planned: { ...host, ...change } }, "/")[6];
    expect(planning({})).toMatchObject({ done: false, blockedBy: null, label: "Put lit-a into maintenance" });
    expect(planning({ cannotEnterBecause: "A reason." })?.blockedBy).toBe("A reason.");
    expect(planning({ state: "Evacuating" })).toMatchObject({ waiting: "Its machines are moving." });
    expect(planning({ state: "Maintenance" })).toMatchObject({ done: true, label: "End the maintenance of lit-a" });
  });
});
