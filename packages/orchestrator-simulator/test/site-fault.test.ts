import type { ObservedSite, ObservedVm } from "@v-available/domain/observed";
import { pairStateOf } from "@v-available/domain/pair-state";
import { protectionOf } from "@v-available/domain/protection";
import { beforeEach, describe, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import { SETTINGS_OF_PACE } from "../src/pace";
import { LAB_WITNESS } from "../src/run/stage";
import { SITE_A, SITE_B, TWO_SITE_STAGE } from "../src/run/two-site-stage";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observe, observeVm } from "../src/view";
import { SafetyCheck } from "./safety";

let simulator: Simulator;
beforeEach(() => {
  simulator = createSimulator({
    seed: "sites",
    fleet: TWO_SITE_STAGE,
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
    afterEvent: new SafetyCheck().after,
  });
  simulator.advanceTo(5_000);
});

const refOf = (name: string): string =>
  Object.values(simulator.sim.world.vms).find((one) => one.name === name)?.ref ?? "";
const vm = (name: string): ObservedVm => {
  const found = simulator.sim.world.vms[refOf(name)];
  if (!found) throw new Error(`no machine ${name}`);
  return observeVm(simulator.sim, found);
};
const headline = (name: string) => protectionOf(vm(name), factsOf(simulator.sim, vm(name).pairRef));
const pairState = (pairRef: string) => pairStateOf(factsOf(simulator.sim, pairRef));
const contact = (ref: string) => (observe(simulator.sim, "site", ref) as ObservedSite).contact;
const client = (name: string) => simulator.clientOf(refOf(name));
const inject = (kind: "site-power" | "site-isolated", ref: string) => simulator.lab.inject({ kind, subjectRef: ref });
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const mendAll = () => {
  for (const { id } of simulator.lab.active()) simulator.lab.clear(id);
};
const isWholeAgain = () => {
  pass(60_000);
  for (const name of ["ft", "ra", "ha"]) expect(headline(name).state, name).toBe("Protected");
  expect([client("ft").lost, client("ra").lost, client("ha").lost]).toEqual([0, 0, 0]);
  expect([SITE_A, SITE_B].map(contact)).toEqual(["heard", "heard"]);
};

it("offers sites with what they would take along", () => {
  const offer = simulator.lab.catalogue().find(({ kind }) => kind === "site-power");
  expect(offer?.subjects.map(({ label }) => label)).toEqual([
    "Site A, 1 pair, 1 pair with another site",
    "Site B, 1 pair with another site",
    "Witness, 1 witness",
  ]);
});

describe("a site without power", () => {
  it("takes its hosts down together: pairs that span two sites go on, those with both hosts there are plainly down", () => {
    inject("site-power", SITE_A);
    pass(60_000);
    expect(contact(SITE_A)).toBe("without-power");
    expect([vm("ft").activeSide, vm("ra").activeSide]).toEqual(["b", "b"]);
    expect([client("ft").memoryLost, client("ra").memoryLost]).toEqual([0, 1]);
    expect(pairState("lab").state).toBe("SingleHost");
    expect(pairState("local")).toMatchObject({ state: "Down", reason: "Neither host is there." });
    expect(headline("ha")).toMatchObject({
      state: "Down",
      reason: "Neither c nor d is there.",
      next: "It starts when they are back, from the newer copy.",
    });
    mendAll();
    pass(2_000);
    expect(pairState("local").state, "they boot").toBe("Down");
    isWholeAgain();
    expect(client("ha").memoryLost).toBe(1);
  });

  it("goes on so after the process was killed", () => {
    inject("site-power", SITE_A);
    pass(20_000);
    const revived = reviveSimulator({ image: simulator.image().text, inputs: [] });
    for (const one of [simulator, revived]) one.advanceTo(40_000);
    const fault = revived.lab.active()[0];
    revived.lab.clear(fault?.id ?? "");
    mendAll();
    for (const one of [simulator, revived]) one.advanceTo(200_000);
    expect(revived.sim.world).toEqual(simulator.sim.world);
  });

  it("with a witness leaves every machine running, at risk", () => {
    inject("site-power", "site-witness");
    pass(60_000);
    for (const name of ["ft", "ra", "ha"]) expect(headline(name).state, name).toBe("AtRisk");
    expect(client("ft").longestGapMs).toBeLessThan(2_000);
    mendAll();
    isWholeAgain();
  });
});

describe("a site that is cut off", () => {
  it("is left by what has a host elsewhere; what has not goes on there, and nobody elsewhere can tell", () => {
    inject("site-isolated", SITE_A);
    pass(60_000);
    expect(contact(SITE_A)).toBe("silent");
    expect([vm("ft").activeSide, vm("ra").activeSide]).toEqual(["b", "b"]);
    expect(simulator.sim.world.vms[refOf("ha")]?.instances.a?.state, "in truth it runs").toBe("Running");
    expect(headline("ha").state).toBe("Unknown");
    const reached = client("ha").acknowledged;
    pass(20_000);
    expect(client("ha").acknowledged, "its clients are elsewhere").toBe(reached);
    mendAll();
    pass(5_000);
    expect(client("ha").acknowledged).toBeGreaterThan(reached);
    isWholeAgain();
    expect([client("ft").memoryLost, client("ra").memoryLost, client("ha").memoryLost]).toEqual([0, 1, 0]);
  });

  it("with the witness at it keeps the machines that are there", () => {
    const witness = simulator.sim.world.witnesses[LAB_WITNESS];
    if (witness) Object.assign(witness, { siteName: "Site A" });
    inject("site-isolated", SITE_A);
    pass(60_000);
    const { instances } = simulator.sim.world.vms[refOf("ra")] ?? {};
    expect([instances?.a?.state, instances?.b ?? null]).toEqual(["Running", null]);
    mendAll();
    isWholeAgain();
    expect(client("ra").memoryLost).toBe(0);
  });
});

it.each([
  [SITE_A, SITE_B],
  [SITE_B, SITE_A],
])("both lost, %s first, and back in that order: they start once, from the newest copy", (first, second) => {
  inject("site-power", first);
  pass(90_000);
  inject("site-power", second);
  pass(30_000);
  expect(pairState("lab").state).toBe("Down");
  for (const { id } of simulator.lab.active()) {
    simulator.lab.clear(id);
    pass(60_000);
  }
  isWholeAgain();
});
