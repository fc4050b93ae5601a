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

let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
beforeAll(async () => {
  shared = await fuzzDatabase();
});
afterAll(() => shared.dispose());

it.each(WORLDS)("holds every rule in the $shape runs of world $seed", async ({ seed, shape }) => {
  const { finding } = await play(worldOfSeed(seed, shape), await shared.fresh());
  expect(finding).toBeNull();
});
