import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoFleet } from "../src/demo-fleet";
import { openSimulator } from "../src/open";
import { createSimulator } from "../src/simulator";
import { observeAll } from "../src/view";
import type { Ticker } from "../src/wall-clock";

/** A wall clock that the test moves. */
class Wall implements Ticker {
  atMs = 1_780_000_000_000;
  #tick: (() => void) | null = null;
  nowMs() {
    return this.atMs;
  }
  every(_intervalMs: number, tick: () => void) {
    this.#tick = tick;
    return () => {
      this.#tick = null;
    };
  }
  pass(ms: number, stepMs = 100) {
    for (let left = ms; left > 0; left -= stepMs) {
      this.atMs += stepMs;
      this.#tick?.();
    }
  }
}

describe("the demo's fleet", () => {
  it("is twelve pairs and sixty machines, each as it was declared", () => {
    const simulator = createSimulator({ seed: "demo", fleet: demoFleet(), wallMs: 1_780_000_000_000 });
    simulator.advanceTo(5_000);
    const seen = observeAll(simulator.sim);
    const of = (kind: string) => seen.filter((one) => one.kind === kind);
    expect([of("pair").length, of("host").length, of("vm").length, of("witness").length]).toEqual([12, 24, 60, 15]);
    for (const one of seen) {
      if (one.kind === "host") expect(one.state, one.name).toBe("Running");
      if (one.kind !== "vm") continue;
      expect(one.instances[one.activeSide], one.name).toBe("Running");
      if (one.declared.mirror === "sync")
        expect(Object.values(one.mirror.legs), one.name).toEqual(["UpToDate", "UpToDate"]);
      expect(one.standbySynchronized, one.name).toBe(one.declared.compute === "lockstep");
    }
    expect(new Set(of("vm").map((one) => one.kind === "vm" && one.mac)).size).toBe(60);
  });
});

describe("a fleet that follows the wall clock", () => {
  let folder: string;
  let wall: Wall;
  const errors: unknown[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "v-available-sim-"));
    wall = new Wall();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const open = (fleetPairs: string | null = null) =>
    openSimulator({
      folder,
      pace: "brisk",
      fleetPairs,
      past: null,
      ticker: wall,
      onError: (error) => void errors.push(error),
    });

  it("is as large as it is asked to be, and stays as large as it is", async () => {
    const { simulator, close } = await open("2");
    expect(Object.keys(simulator.sim.world.pairs)).toHaveLength(2);
    await close();
    await expect(open("3")).rejects.toMatchObject({ detail: { field: "FLEET_PAIRS", value: "3", limit: "2" } });
    const again = await open();
    expect(Object.keys(again.simulator.sim.world.pairs)).toHaveLength(2);
    await again.close();
  });

  it.each(["many", "0", "5001", "1.5"])("refuses FLEET_PAIRS=%s with the limit and the remedy", async (text) => {
    await expect(open(text)).rejects.toMatchObject({
      detail: { code: "invalid", field: "FLEET_PAIRS", value: text, limit: "1 to 5000", remedy: expect.any(String) },
    });
  });

  it("keeps up with it, catches up after a hiccup, and jumps after the machine slept", async () => {
    const { simulator, close } = await open();
    wall.pass(3_000);
    expect(simulator.wallMs()).toBe(wall.atMs);
    wall.atMs += 6_000; // a hiccup: made up for at two seconds a tick
    wall.pass(500);
    expect(simulator.wallMs()).toBe(wall.atMs);
    const before = simulator.nowMs();
    wall.atMs += 8 * 3_600_000;
    wall.pass(100);
    expect(simulator.wallMs()).toBe(wall.atMs);
    expect(simulator.nowMs() - before).toBeLessThan(2_000);
    await close();
    expect(errors).toEqual([]);
  });

  it("goes on after its process was killed, with what was done to it", async () => {
    const first = await open();
    wall.pass(1_000);
    first.simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-lit-a" });
    wall.pass(500);
    const journal = JSON.stringify(first.simulator.sim.world.journal);
    // Killed here: nothing is closed, nothing more is written.
    const second = await open();
    expect(second.simulator.wallMs()).toBe(wall.atMs);
    expect(second.simulator.lab.active()).toMatchObject([{ kind: "host-power-loss", subjectRef: "host-lit-a" }]);
    expect(JSON.stringify(second.simulator.sim.world.journal)).toBe(journal);
    await second.close();
  });
});
