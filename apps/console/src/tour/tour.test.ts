import type { MachineRow } from "@v-available/api/view/machine";
import type { PolicyView } from "@v-available/api/view/policy";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "@v-available/domain/level";
import { POLICY_PRESETS, type Policy } from "@v-available/domain/policy";
import { policyDiff } from "@v-available/domain/policy-diff";
import { describe, expect, it } from "vitest";
import { erp } from "../app/machines/machine-row.fixture";
import { choosePlace } from "./tour-place";
import { PUBLISHED_BECAUSE, policyChange } from "./tour-policy";
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

const facts: TourFacts = {
  machine: ha,
  machines: [ft, ha],
  plug: { ref: "host-a", name: "lit-a", pairId: "p" },
  pulled: null,
  incidentId: null,
  did: [],
  planned: null,
  policy: null,
};

describe("the steps of the tour", () => {
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
    expect(done(facts)).toEqual(Array(8).fill(false));
    expect(done({ ...facts, incidentId: "9" })[4], "the plug was pulled, and all are whole again").toBe(true);
    expect(done(facts, "/pairs/p")[0]).toBe(true);
    expect(done(facts, "/pairs/p?whatif=lose-a").slice(0, 2)).toEqual([true, true]);
    expect(done(facts, "/pairs/p?whatif=lose-b")[1]).toBe(false);
    const raised = { ...ha, declaredStop: "fault-tolerance", headline: headline("fault-tolerance") } as const;
    expect(done({ ...facts, machine: raised })[2]).toBe(true);
    expect(done({ ...facts, pulled, incidentId: "9" })[3], "nothing is written of what was done").toBe(false);
    const acted = { ...facts, pulled, incidentId: "9", did: ["mail went on."] };
    expect(done(acted).slice(3, 5)).toEqual([true, false]);
    expect(done(acted, "/incidents/9")[7]).toBe(true);
    expect(done(acted, "/incidents/8")[7], "another incident").toBe(false);
  });

  it("say why they can't be done now, and what is under way", () => {
    const steps = tourSteps(facts, "/");
    expect(steps[7]?.blockedBy).toContain("the plug has to be pulled first");
    expect(steps[4]?.blockedBy).toBe("No plug is pulled.");
    const rising = tourSteps({ ...facts, machine: { ...ha, declaredStop: "fault-tolerance" } }, "/")[2];
    expect(rising).toMatchObject({ done: false, blockedBy: "It is declared already." });
    expect(rising?.waiting).not.toBeNull();
    const noticing = tourSteps({ ...facts, pulled }, "/")[3];
    expect(noticing).toMatchObject({
      done: false,
      blockedBy: "It is pulled.",
      waiting: "The other host is making sure.",
    });
    const host = { id: "h", name: "lit-a", state: "Running", cannotEnterBecause: null } as const;
    const planning = (change: object) => tourSteps({ ...facts, planned: { ...host, ...change } }, "/")[5];
    expect(planning({})).toMatchObject({ done: false, blockedBy: null, label: "Put lit-a into maintenance" });
    expect(planning({ cannotEnterBecause: "A reason." })?.blockedBy).toBe("A reason.");
    expect(planning({ state: "Evacuating" })).toMatchObject({ waiting: "Its machines are moving." });
    expect(planning({ state: "Maintenance" })).toMatchObject({ done: true, label: "End the maintenance of lit-a" });
  });

  it("tell after the plug was pulled what the machines did, which of them do not run, and what comes next", () => {
    const down: MachineRow = {
      ...ha,
      headline: { ...ha.headline, state: "Down", next: "The guest boots, about 30 s." },
    };
    const step = tourSteps({ ...facts, machines: [ft, down], pulled, incidentId: "9", did: ["erp went on."] }, "/")[3];
    expect(step?.sentence).toBe(
      "lit-a is without power, and nobody was asked. erp went on. Two copies of everything come back with lit-a: that is the next step.",
    );
    expect(step?.waiting).toBe("Not running now: mail (The guest boots, about 30 s).");
  });
});

describe("the policy that the tour changes", () => {
  const version = (number: number, change: Partial<PolicyView["versions"][number]> = {}) => ({
    version: number,
    policy: POLICY_PRESETS["disaster-recovery"],
    changes: [],
    reason: "It comes with the product.",
    publishedBy: "v-Available",
    publishedAtMs: 0,
    ...change,
  });
  const view = (change: Partial<PolicyView>): PolicyView => ({
    id: "p",
    revision: 1,
    name: "Recovery",
    preset: "disaster-recovery",
    version: 1,
    protection: POLICY_PRESETS["disaster-recovery"].protection,
    hasDraft: false,
    machines: 0,
    below: 0,
    versions: [version(1)],
    draft: null,
    assignments: [],
    held: [],
    yaml: "",
    settings: [],
    drillsDue: [],
    ...change,
  });
  const draftOf = (change: Partial<Policy>) => {
    const before = POLICY_PRESETS["disaster-recovery"];
    const policy = { ...before, ...change };
    const diff = policyDiff(before, policy);
    return view({
      hasDraft: true,
      draft: { revision: 7, policy, baseVersion: 1, editedBy: "Ada", editedAtMs: 0, diff },
    });
  };
  const stepOf = (of: PolicyView) => tourSteps({ ...facts, policy: policyChange(of) }, "/")[6];

  it("is drafted, published and put back, in that order", () => {
    expect(stepOf(view({}))).toMatchObject({ act: { do: "draft-policy" }, done: false, blockedBy: null });
    expect(stepOf(draftOf({ drillEveryDays: 30 }))).toMatchObject({
      act: { do: "publish-policy" },
      label: "Publish version 2",
      done: false,
    });
    const published = view({ version: 2, versions: [version(2, { reason: PUBLISHED_BECAUSE }), version(1)] });
    expect(stepOf(published)).toMatchObject({ act: { do: "roll-back-policy" }, done: true, blockedBy: null });
  });

  it("is left alone where somebody else has a draft of it", () => {
    for (const other of [{ drillEveryDays: 45 }, { drillEveryDays: 30, startDelayMs: 1_000 }])
      expect(stepOf(draftOf(other)), JSON.stringify(other)).toMatchObject({
        act: { do: "draft-policy" },
        blockedBy: "Ada has a draft of it: publish or discard that one first.",
      });
  });

  it("asks for something else where what the tour asks for is in force already", () => {
    const days = { ...POLICY_PRESETS["disaster-recovery"], drillEveryDays: 30 };
    expect(policyChange(view({ versions: [version(1, { policy: days })] }))?.toDays).toBe(60);
    expect(policyChange(view({ versions: [] }))).toBeNull();
  });
});
