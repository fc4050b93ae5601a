import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fuzzDatabase } from "./database";
import { play } from "./play";
import type { FuzzWorld } from "./run";

/** What the fuzz has found, as it saves it; each file says what was wrong then. */
const FOUND = join(import.meta.dirname, "found");

let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
beforeAll(async () => {
  shared = await fuzzDatabase();
});
afterAll(() => shared.dispose());

it.each(readdirSync(FOUND))("holds every rule in %s", async (file) => {
  const { world }: { world: FuzzWorld } = JSON.parse(readFileSync(join(FOUND, file), "utf8"));
  const { finding } = await play(world, await shared.fresh());
  expect(finding).toBeNull();
});
