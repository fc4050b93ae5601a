import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LabRun } from "../../src/run/lab-run";
import type { Scenario } from "../../src/run/scenario";
import { scenarioOf } from "../../src/run/scenarios";

const scenario = (name: string): Scenario => {
  const found = scenarioOf(name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
};
const play = (name: string, seed: string): LabRun => {
  const run = new LabRun(scenario(name), seed);
  run.advanceTo(run.scenario.untilMs);
  return run;
};
describe("a run", () => {
  it("is the same for the same seed, whatever the size of the steps, and another one for another seed", () => {
    const leap = play("side-by-side", "7");
    const steps = new LabRun(scenario("side-by-side"), "7");
    for (let atMs = steps.beginsAtMs; !steps.isOver; atMs += 137) steps.advanceTo(atMs);
    expect(steps.digest).toEqual(leap.digest);
    expect(play("side-by-side", "8").digest).not.toEqual(leap.digest);
  });

  // Written down, so that another machine, another engine or a change that nobody meant is seen. Who changes the rules or
  // the simulator writes down the new one.
  it("has the same digest on every machine", () => {
    expect(play("side-by-side", "4711").digestWords).toBe("b4c6-cc82-7bed");
  });

  it("that was taken back and forth is the same as one that went straight on", { timeout: 60_000 }, () => {
    const straight = new LabRun(scenario("pull-both-availability-cables"), "back");
    straight.advanceTo(60_000);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20_000, max: 70_000 }), { maxLength: 5 }), (times) => {
        const run = new LabRun(scenario("pull-both-availability-cables"), "back");
        for (const time of times) run.seek(time);
        run.seek(60_000);
        expect(run.digest).toEqual(straight.digest);
        expect(run.safety.steps).toBe(straight.safety.steps);
      }),
      { seed: 3, numRuns: 12 },
    );
  });
});

it("comes to its end whatever fractions it is played in", () => {
  const run = new LabRun(scenario("by-hand"), "1");
  for (let step = 1; run.atMs < 20_000; step++) run.advanceTo(run.atMs + 999 + 1 / (3 * step));
  const straight = new LabRun(scenario("by-hand"), "1");
  straight.advanceTo(25_000);
  run.advanceTo(25_000);
  expect(run.digest).toEqual(straight.digest);
});

describe("by hand", () => {
  const pull = { do: "inject", fault: "host-power-loss", subjectRef: "host-a" } as const;
  const give = { do: "clear", fault: "host-power-loss", subjectRef: "host-a" } as const;

  it("what somebody does is part of the run: it is the same for who opens it with it", () => {
    const run = new LabRun(scenario("by-hand"), "1");
    // As it is played: in steps of a screen, which end within a millisecond.
    run.advanceTo(12_345.4);
    run.act(pull, "host-a loses its power.");
    expect(
      run.byHand.map(({ atMs }) => atMs),
      "as an address can write it",
    ).toEqual([12_346]);
    run.advanceTo(70_000);
    run.act(give, "host-a has power again.");
    run.advanceTo(200_000);
    const opened = new LabRun(scenario("by-hand"), "1", run.byHand);
    opened.advanceTo(200_000);
    expect(opened.digest).toEqual(run.digest);
    opened.seek(12_000);
    opened.seek(200_000);
    expect(opened.digest).toEqual(run.digest);
    expect(run.requestsOf("ha")?.connectionsDropped).toBe(1);
  });

  it("doing something at an earlier time makes another run, without what was done later", () => {
    const run = new LabRun(scenario("by-hand"), "1");
    run.advanceTo(30_000);
    run.act(pull, "host-a loses its power.");
    run.advanceTo(40_000);
    run.seek(10_000);
    expect(run.byHand).toHaveLength(1);
    run.act({ do: "inject", fault: "guest-crash", subjectRef: run.refOf("ha") }, "The guest of ha crashes.");
    expect(run.byHand.map(({ atMs }) => atMs)).toEqual([10_000]);
    run.advanceTo(60_000);
    expect(run.stage().drawn.hosts.a.power).toBe("on");
  });

  it("refuses what can't be done, and is as it was", () => {
    const run = new LabRun(scenario("by-hand"), "1");
    run.act(pull, "host-a loses its power.");
    expect(() => run.act(pull, "again")).toThrow(/holds already/);
    expect(run.byHand).toHaveLength(1);
    expect(run.breakable.filter(({ holds }) => holds).map(({ fault }) => fault)).toEqual(["host-power-loss"]);
  });

  it("draws the pair that is asked for, and all sites with what can happen to them", () => {
    const run = new LabRun(scenario("fleet-by-hand"), "1");
    run.act({ do: "inject", fault: "site-power", subjectRef: "site-b" }, "Site B loses its power.");
    run.advanceTo(60_000);
    const { drawn, sites, pairs, breakable } = run.stage("across");
    expect(drawn).toMatchObject({ ref: "across", hosts: { a: { power: "on" }, b: { power: "off" } } });
    expect(sites).toMatchObject([
      { name: "Site A", hosts: 5, hostsOn: 5, pairs: ["one", "two", "across"] },
      { name: "Site B", hosts: 5, hostsOn: 0, pairs: ["three", "four", "across"] },
      { name: "Witness", hosts: 0 },
      { name: "Far away", hosts: 0 },
    ]);
    expect(pairs.map(({ name, machinesRunning }) => `${name} ${machinesRunning}`)).toEqual([
      "one 1",
      "two 2",
      "three 0",
      "four 0",
      "across 1",
    ]);
    expect(new Set(breakable.map(({ pairRef }) => pairRef))).toEqual(new Set(["across", null]));
    expect(run.stage("no such pair").drawn.ref).toBe("one");
    expect(run.safety.breaches).toEqual([]);
  });
});
