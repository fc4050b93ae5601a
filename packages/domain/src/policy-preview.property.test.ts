import * as fc from "fast-check";
import { expect, it } from "vitest";
import { anyPair, anyWorld } from "./any-world.fixture";
import { predictor } from "./policy-preview";
import { predictions } from "./protect-preview";

fc.configureGlobal({ seed: Number(process.env.DOMAIN_SEED ?? 4_711) });

it("predicts for each machine of a pair what would be predicted of it alone", () => {
  const machines = fc.array(
    fc.tuple(anyWorld, fc.integer({ min: 1, max: 200_000 })).map(([{ vm }, memoryMiB]) => ({ ...vm, memoryMiB })),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(anyPair, machines, (pair, some) => {
      // Twice the same but for its name and size: the second is answered as the first was.
      const all = [...some, ...some.map((vm) => ({ ...vm, memoryMiB: vm.memoryMiB + 1 }))].map((vm, at) => ({
        ...vm,
        ref: `vm-${at}`,
        name: `vm-${at}`,
      }));
      const facts = { ...pair, machines: all };
      const predict = predictor(facts);
      for (const vm of all) expect(predict(vm)).toEqual(predictions(vm, facts));
    }),
    { numRuns: 1_000 },
  );
});
