import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostDirectory } from "../agent-setup";
import { run } from "../shell";
import { openTestLab } from "./test-lab";
import { TestWorld } from "./test-world";

let world: TestWorld;
let store: string;
beforeAll(async () => {
  const lab = await openTestLab();
  // A file system of its own for host B's disks, with room for one and a little.
  store = path.join(hostDirectory(lab.settings, "b"), "machine");
  await run("mount", ["-t", "tmpfs", "-o", "size=72m", "none", store]);
  world = await TestWorld.openOn(lab);
});
afterAll(async () => {
  await run("umount", ["--lazy", store]);
  await world?.close();
});

it("the partner's disk refuses writes: the machine goes on alone, and both copies meet when there is room again", async () => {
  const filler = path.join(store, "filler");
  const { epoch } = world;
  const from = world.watch.records.length;
  await run("dd", ["if=/dev/zero", `of=${filler}`, "bs=64k"]).catch(() => undefined); // ends when nothing is left
  await world.goesOnAlone("a");
  expect(world.epoch).toBeGreaterThan(epoch);
  // Attempts to copy fail as long as there is no room, and that must not drown what else is told.
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  expect(world.watch.records.length - from).toBeLessThan(20);
  fs.rmSync(filler);
  await world.isWholeAgain();
  expect(world.vm.activeSide).toBe("a");
});
