import { afterAll, beforeAll, expect, it } from "vitest";
import { BUILD_KINDS } from "./build-kinds";
import { fuzzDatabase } from "./database";
import { play } from "./play";
import { worldOfSeed } from "./run";

/** Always the same ones in a build; `npm run fuzz` goes on with others. */
const WORLDS = 5;

let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
beforeAll(async () => {
  shared = await fuzzDatabase();
});
afterAll(() => shared.dispose());

it.each(Array.from({ length: WORLDS }, (_, number) => `build ${number}`))(
  "holds every rule in the runs of world %s",
  async (seed) => {
    const { finding } = await play(worldOfSeed(seed, "short"), await shared.fresh(), undefined, BUILD_KINDS);
    expect(finding).toBeNull();
  },
);
