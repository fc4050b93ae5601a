import { afterAll, beforeAll, expect, it } from "vitest";
import { fuzzDatabase } from "./database";
import { play } from "./play";
import { worldOfSeed } from "./run";
import type { Shape } from "./shape";

/** Always the same ones in a build, of 100 runs each; `npm run fuzz` goes on with others. */
const WORLDS: readonly { seed: string; shape: Shape }[] = [
  ...Array.from({ length: 19 }, (_, number) => ({ seed: `build ${number}`, shape: "short" as const })),
  { seed: "leased 0", shape: "leased" },
];

const played = { runs: 0, events: 0 };
let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
beforeAll(async () => {
  shared = await fuzzDatabase();
});
afterAll(() => shared.dispose());

it.each(WORLDS)("holds every rule in the $shape runs of world $seed", async ({ seed, shape }) => {
  const outcome = await play(worldOfSeed(seed, shape), await shared.fresh());
  expect(outcome.finding).toBeNull();
  played.runs += outcome.played.runs.length;
  played.events += outcome.events;
});

it("plays two thousand runs at least, of more than a million events", () => {
  expect(played.runs).toBeGreaterThanOrEqual(2_000);
  expect(played.events).toBeGreaterThan(1_000_000);
});
