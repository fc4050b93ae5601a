import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reviveSimulator, type Simulator } from "../src/simulator";
import type { LoggedInput, SimulatorStore } from "../src/store";
import { deeds, newWorld, perform, performAll } from "./schedule";

/** The same in every build; other seeds are for those who go looking. */
const SEED = Number(process.env.DETERMINISM_SEED ?? 4_711);

const journalOf = ({ sim }: Simulator): string => JSON.stringify(sim.world.journal);

describe("a simulated world", () => {
  it("does the same again with the same seed and deeds, to the last byte", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(deeds(10), fc.string(), async (all, seed) => {
        const [one, two] = [newWorld(seed), newWorld(seed)];
        await performAll(one, all);
        await performAll(two, all);
        expect(journalOf(two)).toBe(journalOf(one));
        expect(two.image().text).toBe(one.image().text);
      }),
      { numRuns: 10, seed: SEED },
    );
  });

  it("is another with another seed", () => {
    const [one, two] = [newWorld("one"), newWorld("two")];
    for (const simulator of [one, two]) {
      simulator.lab.inject({ kind: "host-power-loss", subjectRef: "host-one-a" });
      simulator.advanceTo(20_000);
    }
    expect(two.image().text).not.toBe(one.image().text);
  });

  it("is the same whether time passes in one leap or in many small steps", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(deeds(8), fc.integer({ min: 1, max: 700 }), async (all, stepMs) => {
        const [leap, steps] = [newWorld("steps"), newWorld("steps")];
        for (const [number, deed] of all.entries()) {
          await perform(leap, deed, number);
          if (deed.do !== "pass") await perform(steps, deed, number);
          else while (steps.nowMs() < leap.nowMs()) steps.advanceTo(Math.min(leap.nowMs(), steps.nowMs() + stepMs));
        }
        expect(steps.image().text).toBe(leap.image().text);
      }),
      { numRuns: 8, seed: SEED },
    );
  });
});

/** A store in memory that forgets what was not yet durable when its process died. */
class MemoryStore implements SimulatorStore {
  image: string | null = null;
  readonly inputs: LoggedInput[] = [];

  load() {
    return this.image === null ? null : { image: this.image, inputs: this.inputs };
  }
  appendInput(input: LoggedInput) {
    this.inputs.push(structuredClone(input));
  }
  async saveImage() {
    throw new Error("only the drive saves images by itself");
  }
}

it("a world that is revived after a kill has lost nothing and goes on as if nothing had been", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(deeds(12), fc.nat(11), fc.nat(11), async (all, savedAt, killedAt) => {
      const store = new MemoryStore();
      const unharmed = newWorld("revived");
      let simulator = newWorld("revived", { store });
      store.image = simulator.image().text;
      for (const [number, deed] of all.entries()) {
        await perform(unharmed, deed, number);
        await perform(simulator, deed, number);
        if (number === savedAt) store.image = simulator.image().text;
        if (number !== killedAt) continue;
        const stored = store.load();
        simulator = reviveSimulator(stored ?? { image: "", inputs: [] }, { store });
        // What was simulated after the last input is simulated again.
        simulator.advanceTo(unharmed.nowMs());
      }
      unharmed.advanceTo(unharmed.nowMs() + 20_000);
      simulator.advanceTo(unharmed.nowMs());
      expect(journalOf(simulator)).toBe(journalOf(unharmed));
      expect(simulator.image().text).toBe(unharmed.image().text);
    }),
    { numRuns: 12, seed: SEED },
  );
});
