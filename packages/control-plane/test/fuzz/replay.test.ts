import { afterAll, beforeAll, expect, it } from "vitest";
import { fuzzDatabase } from "./database";
import { type Outcome, play } from "./play";
import { type FuzzWorld, worldOfSeed } from "./run";
import { least, shrink } from "./shrink";

const small = (seed: string) => {
  const whole = worldOfSeed(seed, "short");
  return { ...whole, runs: whole.runs.slice(0, 3) };
};

let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
let first: Outcome;
beforeAll(async () => {
  shared = await fuzzDatabase();
  first = await play(small("replay"), await shared.fresh());
}, 120_000);
afterAll(() => shared.dispose());

it("writes down in full what it chose, and plays that again to the byte", async () => {
  const saved: FuzzWorld = JSON.parse(JSON.stringify(first.played));
  expect(saved.runs.flatMap(({ ops }) => ops).length).toBeGreaterThan(6);
  const again = await play(saved, await shared.fresh());
  expect(again.digest).toBe(first.digest);
  expect(again.played).toEqual(saved);
});

it("leaves what is needed to fail, and nothing else", async () => {
  const all = Array.from({ length: 40 }, (_, at) => at);
  let plays = 0;
  const kept = await least(all, async (some) => {
    plays += 1;
    return [3, 17, 31].every((one) => some.includes(one));
  });
  expect(kept).toEqual([3, 17, 31]);
  expect(plays).toBeLessThan(100);
});

it("leaves of a world the run, and of that the operation and the machine, that a failure needs", async () => {
  const { played } = first;
  const [op, machine] = [played.runs[1]?.ops[1], played.runs[1]?.machines[1]];
  const least = await shrink(played, async ({ runs }) =>
    runs.some(({ ops, machines }) => ops.some((one) => one === op) && machines.some((one) => one === machine)),
  );
  expect(least.runs).toEqual([{ ...played.runs[1], ops: [op], machines: [machine] }]);
  expect(least.desk).toEqual([]);
});
