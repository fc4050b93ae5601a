import type { Command } from "@v-available/domain/command";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import { describe, expect, it } from "vitest";
import { demoFleet, smallFleet } from "../src/demo-fleet";
import { withFreeHosts } from "../src/demo-free-host";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observeAll } from "../src/view";

const WALL_MS = 1_780_000_000_000;
const begin = (): Simulator => createSimulator({ seed: "form", fleet: withFreeHosts(smallFleet()), wallMs: WALL_MS });
const form = (name = "two", a = "two-a", b = "two-b", witnesses = ["witness-south"]): Command => ({
  kind: "pair.form",
  plan: { name, hostRefs: { a: `host-${a}`, b: `host-${b}` }, witnesses },
});
const taskOf = (simulator: Simulator, key: string): ObservedTask | undefined =>
  simulator.sim.world.tasks[key]?.observed;
const refusalOf = async (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.detail : Promise.reject(error)),
  );
const kindsOf = (simulator: Simulator, name: string) =>
  observeAll(simulator.sim).flatMap((one) => (one.kind !== "link" && one.name === name ? [one.kind] : []));

describe("two free hosts", () => {
  it("become a pair that runs a protected machine, and are free hosts no more", async () => {
    const simulator = begin();
    await simulator.execute(form(), "k1");
    simulator.advanceTo(25_000);
    expect(taskOf(simulator, "k1")).toMatchObject({ state: "succeeded", refusal: null });
    expect(kindsOf(simulator, "two-a")).toEqual(["host"]);
    expect(kindsOf(simulator, "two")).toEqual(["pair"]);
    const definition = {
      name: "web",
      pairRef: "pair-two",
      side: "a",
      vcpus: 2,
      memoryMiB: 1_024,
      diskMiB: 1_024,
      image: null,
      mac: null,
      ip: null,
      guest: "linux",
      protection: HIGH_AVAILABILITY,
    } as const;
    await simulator.execute({ kind: "vm.create", definition }, "k2");
    simulator.advanceTo(300_000);
    expect(taskOf(simulator, "k2")).toMatchObject({ state: "succeeded" });
    const web = observeAll(simulator.sim).find((one) => one.kind === "vm");
    expect(web).toMatchObject({ mirror: { legs: { a: "UpToDate", b: "UpToDate" } }, register: { inSync: ["a", "b"] } });
  });

  it("say how far they are, with the step and an end that holds", async () => {
    const simulator = begin();
    await simulator.execute(form(), "k1");
    simulator.advanceTo(6_000);
    const task = taskOf(simulator, "k1");
    expect(task).toMatchObject({ state: "running", step: "measure both links" });
    expect(task?.progressRatio).toBeGreaterThan(0.2);
    simulator.advanceTo((task?.etaAtMs ?? 0) - WALL_MS + 1);
    expect(taskOf(simulator, "k1")).toMatchObject({ state: "succeeded" });
  });

  it("are free again when it is broken off, and can't be broken off once the witness knows them", async () => {
    const simulator = begin();
    await simulator.execute(form(), "k1");
    simulator.advanceTo(3_000);
    await simulator.execute({ kind: "pair.end-forming", pairName: "two" }, "k2");
    simulator.advanceTo(60_000);
    expect(taskOf(simulator, "k1")).toMatchObject({ state: "cancelled" });
    expect(kindsOf(simulator, "two-a")).toEqual(["free-host"]);
    await simulator.execute(form(), "k3");
    simulator.advanceTo(75_000);
    const late = await refusalOf(simulator.execute({ kind: "pair.end-forming", pairName: "two" }, "k4"));
    expect(late).toMatchObject({ code: "illegal-transition", field: "pairName" });
    simulator.advanceTo(90_000);
    expect(taskOf(simulator, "k3")).toMatchObject({ state: "succeeded" });
  });

  it("are left as they were when the witness is lost before it knows them", async () => {
    const simulator = begin();
    await simulator.execute(form(), "k1");
    simulator.advanceTo(5_000);
    simulator.lab.inject({ kind: "witness-lost", subjectRef: "witness-south" });
    simulator.advanceTo(60_000);
    expect(taskOf(simulator, "k1")).toMatchObject({ state: "failed", refusal: { field: "witness" } });
    expect(kindsOf(simulator, "two")).toEqual([]);
    expect(kindsOf(simulator, "two-b")).toEqual(["free-host"]);
  });
});

describe("what is asked for is refused with its field", () => {
  it.each([
    ["a name that is taken", form("one"), "name"],
    ["one cable", form("two", "two-a", "two-c"), "hostB"],
    ["a host that is silent", form("two", "two-d"), "hostA"],
    ["a host that is not there", form("two", "two-x"), "hostA"],
    ["one host twice", form("two", "two-a", "two-a"), "hostB"],
    ["a witness that nobody knows", form("two", "two-a", "two-b", ["witness-x"]), "witness"],
  ])("%s", async (_, command, field) => {
    const simulator = begin();
    expect(await refusalOf(simulator.execute(command, "k1"))).toMatchObject({ field });
  });

  it("a host that is being made one of another pair", async () => {
    const simulator = begin();
    await simulator.execute(form(), "k1");
    expect(await refusalOf(simulator.execute(form("three"), "k2"))).toMatchObject({ code: "conflict", field: "hostA" });
  });
});

it("is the same world after a restart, midway and at the end", async () => {
  const straight = begin();
  await straight.execute(form(), "k1");
  straight.advanceTo(12_000);
  const revived = reviveSimulator({ image: straight.imageSince(null), inputs: [] });
  for (const one of [straight, revived]) one.advanceTo(40_000);
  expect(revived.sim.world.digest).toEqual(straight.sim.world.digest);
  expect(Object.keys(revived.sim.world.pairs)).toEqual(["pair-one", "pair-two"]);
  expect(reviveSimulator({ image: revived.imageSince(null), inputs: [] }).sim.world).toEqual(revived.sim.world);
});

it("changes nothing in the history of a fleet that free hosts stand beside", () => {
  const { freeHosts: _, freeWitnesses: __, ...without } = demoFleet();
  const digests = [demoFleet(), without].map((fleet) => {
    const simulator = createSimulator({ seed: "beside", fleet, wallMs: WALL_MS });
    simulator.advanceTo(20_000);
    return simulator.sim.world.digest;
  });
  expect(digests[0]).toEqual(digests[1]);
});
