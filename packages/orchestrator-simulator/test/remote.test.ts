import { HIGH_AVAILABILITY, REMOTE_AVAILABILITY } from "@v-available/domain/level";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import { expect, it } from "vitest";
import { demoFleet } from "../src/demo-fleet";
import { factsOf } from "../src/facts";
import type { Fleet } from "../src/fleet";
import { SETTINGS_OF_PACE } from "../src/pace";
import { TWO_SITE_STAGE } from "../src/run/two-site-stage";
import { createSimulator } from "../src/simulator";
import { observeVm } from "../src/view";

const [spanning] = TWO_SITE_STAGE.pairs;
const spanningWith = (change: Partial<NonNullable<typeof spanning>>): Fleet => ({
  ...TWO_SITE_STAGE,
  pairs: TWO_SITE_STAGE.pairs.map((pair) => (pair === spanning ? { ...pair, ...change } : pair)),
});
const atHighAvailability = (fleet: Fleet): Fleet => ({
  ...fleet,
  machines: fleet.machines.map((machine) => ({ ...machine, protection: HIGH_AVAILABILITY })),
});

function world(fleet: Fleet = TWO_SITE_STAGE) {
  const simulator = createSimulator({
    seed: "remote",
    fleet,
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
  });
  simulator.advanceTo(5_000);
  const vm = (name: string) => {
    const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
    if (!found) throw new Error(`no machine ${name}`);
    return observeVm(simulator.sim, found);
  };
  const protect = (name: string, protection: typeof HIGH_AVAILABILITY) =>
    simulator.execute({ kind: "vm.protect", vmRef: vm(name).ref, protection }, `${name} ${protection.separation}`).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Refusal) return error.detail;
        throw error;
      },
    );
  const headline = (name: string) => protectionOf(vm(name), factsOf(simulator.sim, vm(name).pairRef));
  return { simulator, vm, protect, headline };
}

it("is declared and taken back while the machine runs, where its hosts stand at two sites", async () => {
  const { simulator, vm, protect } = world();
  expect(await protect("ra", HIGH_AVAILABILITY)).toBeNull();
  simulator.advanceTo(8_000);
  expect(vm("ra").declared).toEqual(HIGH_AVAILABILITY);
  expect(await protect("ra", REMOTE_AVAILABILITY)).toBeNull();
  simulator.advanceTo(12_000);
  expect(vm("ra").declared).toEqual(REMOTE_AVAILABILITY);
  expect(simulator.sim.world.tasks["ra site"]?.observed.state).toBe("succeeded");
  expect(simulator.clientOf(vm("ra").ref)).toMatchObject({ connectionsLost: 0, lost: 0 });
});

it.each([
  ["Both hosts are at one site.", "ha", TWO_SITE_STAGE],
  ["The median link round trip is 12.09 ms; the limit is 10 ms.", "ra", spanningWith({ linkDelayMs: 6 })],
  [
    "witness-w shares a site or its power with a host.",
    "ra",
    spanningWith({ witnesses: [{ name: "witness-w", siteName: "Site B", endpoint: "w.example:8443", delayMs: 8 }] }),
  ],
] as const)("is refused: %s", async (reason, name, fleet) => {
  const { protect } = world(atHighAvailability(fleet));
  expect((await protect(name, REMOTE_AVAILABILITY))?.message).toContain(reason);
});

it("is refused while only one of two ways between the sites carries", async () => {
  const { simulator, protect } = world(atHighAvailability(TWO_SITE_STAGE));
  simulator.lab.inject({ kind: "availability-link", subjectRef: "link-lab-availability-a" });
  simulator.advanceTo(8_000);
  expect(await protect("ra", REMOTE_AVAILABILITY)).toMatchObject({ message: "Not while it is degraded." });
});

it("is not what it says where both hosts stand at one site", () => {
  const { headline } = world(spanningWith({ siteRef: { a: "site-a", b: "site-a" } }));
  expect(headline("ra")).toMatchObject({
    state: "Degraded",
    reason: "Two sites are declared, but a and b stand at one: its loss stops both copies.",
  });
});

it("is Protected at eight milliseconds between the sites, and its links are no worse for that", () => {
  const { headline, simulator } = world(spanningWith({ linkDelayMs: 4 }));
  expect(headline("ra").state).toBe("Protected");
  expect(factsOf(simulator.sim, "lab").links.map(({ state }) => state)).toEqual(["Up", "Up", "Up", "Up"]);
});

it("is what some machines of the demo have", () => {
  const { headline, simulator } = world(demoFleet());
  const remote = Object.values(simulator.sim.world.vms)
    .map((vm) => observeVm(simulator.sim, vm))
    .filter(({ declared }) => declared.separation === "site");
  expect(remote.map(({ name }) => name)).toEqual(["records-ems", "map-tiles", "hull-cad", "weld-trace"]);
  for (const { name } of remote) expect(headline(name).state, name).toBe("Protected");
});
