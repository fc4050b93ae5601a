import { dialStopOf } from "@v-available/domain/level";
import { protectionOf } from "@v-available/domain/protection";
import { describe, expect, it } from "vitest";
import { factsOf } from "../src/facts";
import type { FleetMachine } from "../src/fleet";
import { type FleetRecipe, generateFleet, MOST_PAIRS } from "../src/generated-fleet/generate";
import { PLACES, WITNESS_PLACES } from "../src/generated-fleet/place";
import { hashOf } from "../src/random-stream";
import { DEFAULT_SETTINGS } from "../src/setting";
import { createSimulator } from "../src/simulator";
import { observeVm } from "../src/view";

const recipe = (pairs: number, seed = "fleet"): FleetRecipe => ({ seed, pairs, machinesPerPair: 10 });

describe.each([1, 12, 120, MOST_PAIRS])("a generated fleet of %i pairs", (pairs) => {
  const fleet = generateFleet(recipe(pairs));
  const all = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);

  it("is the same for the same recipe, and another for another seed", () => {
    expect(generateFleet(recipe(pairs))).toEqual(fleet);
    expect(generateFleet(recipe(pairs, "other"))).not.toEqual(fleet);
  });

  it("has that many pairs, about ten machines on each, and no name twice", () => {
    expect(fleet.pairs).toHaveLength(pairs);
    expect(fleet.machines.length / pairs).toBeGreaterThanOrEqual(5);
    expect(fleet.machines.length / pairs).toBeLessThanOrEqual(15);
    if (pairs >= 100) expect(Math.abs(fleet.machines.length / pairs - 10)).toBeLessThan(0.6);
    all(fleet.pairs.map(({ ref }) => ref));
    all(fleet.sites.map(({ ref }) => ref));
    all(fleet.sites.map(({ name }) => name));
    all(fleet.machines.map(({ name }) => name));
    all(fleet.machines.flatMap(({ ip }) => ip ?? []));
  });

  it("can run all of a pair on one of its hosts", () => {
    const onPair = new Map(fleet.pairs.map(({ ref }) => [ref, [] as FleetMachine[]]));
    for (const machine of fleet.machines) onPair.get(machine.pairRef)?.push(machine);
    for (const { ref, memoryMiB, cores } of fleet.pairs) {
      const machines = onPair.get(ref) ?? [];
      expect(machines.reduce((sum, machine) => sum + machine.memoryMiB, 0)).toBeLessThan(0.9 * memoryMiB);
      expect(machines.reduce((sum, { vcpus, load }) => sum + vcpus * load.cpuRatio, 0)).toBeLessThan(cores);
    }
  });

  it("names the site of every pair and witness", () => {
    const sites = new Map(fleet.sites.map((site) => [site.ref, site.name]));
    for (const { siteRef, witnesses } of fleet.pairs) {
      expect(sites.has(siteRef.a) && sites.has(siteRef.b)).toBe(true);
      expect([...sites.values()]).toContain(witnesses[0]?.siteName);
      expect(witnesses[0]?.siteName, "the witness stands elsewhere").not.toBe(sites.get(siteRef.a));
    }
  });
});

it("has no place twice", () => {
  const names = [...PLACES, ...WITNESS_PLACES].map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it("is to a seventh fault tolerant and mostly highly available, as fleets are", () => {
  const { machines } = generateFleet(recipe(500));
  const ratio = (stop: string) =>
    machines.filter(({ protection }) => dialStopOf(protection) === stop).length / machines.length;
  expect(ratio("fault-tolerance")).toBeGreaterThan(0.12);
  expect(ratio("fault-tolerance")).toBeLessThan(0.22);
  expect(ratio("high-availability")).toBeGreaterThan(0.55);
});

it("stays what it is: who is sent a seed and a size sees the same fleet", () => {
  expect(hashOf(JSON.stringify(generateFleet(recipe(40)))).toString(16)).toMatchInlineSnapshot(`"f2f100f5"`);
});

it("is protected as declared once its agents have begun", () => {
  const simulator = createSimulator({
    seed: "generated",
    fleet: generateFleet(recipe(3)),
    wallMs: Date.UTC(2026, 0, 1),
    settings: DEFAULT_SETTINGS,
  });
  simulator.advanceTo(5_000);
  const { sim } = simulator;
  for (const vm of Object.values(sim.world.vms)) {
    const { state, declared } = protectionOf(observeVm(sim, vm), factsOf(sim, vm.pairRef));
    expect([vm.name, declared, state]).toEqual([
      vm.name,
      declared,
      declared === "unprotected" ? "Unprotected" : "Protected",
    ]);
  }
});
