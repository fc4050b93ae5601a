import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileStore } from "../src/file-store";
import { generateFleet } from "../src/generated-fleet/generate";
import { SETTINGS_OF_PACE } from "../src/pace";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import type { World } from "../src/world";

let folder: string;
let simulator: Simulator;
const host = () => Object.values(simulator.sim.world.pairs)[1]?.hosts.a ?? "";
const plain = (one: Simulator): World => JSON.parse(one.image().text);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "v-available-store-"));
  const fleet = generateFleet({ seed: "store", pairs: 4, machinesPerPair: 3 });
  simulator = createSimulator({ seed: "store", fleet, wallMs: 0, settings: SETTINGS_OF_PACE.brisk });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function revived(): Simulator {
  const stored = fileStore(folder).load();
  if (stored === null) throw new Error("nothing is stored");
  return reviveSimulator(stored);
}

it("is the whole world again, of which only what did not sleep was written each time", async () => {
  const store = fileStore(folder);
  await store.saveImage(simulator.imageSince(null));
  let storedAtMs = simulator.nowMs();
  const written: number[] = [];
  const save = async () => {
    const { size } = await stat(join(folder, "parts-1.jsonl"));
    await store.saveImage(simulator.imageSince(storedAtMs));
    storedAtMs = simulator.nowMs();
    written.push((await stat(join(folder, "parts-1.jsonl"))).size - size);
    expect(plain(revived())).toEqual(plain(simulator));
  };
  simulator.advanceTo(20_000);
  await save();
  simulator.advanceTo(26_000);
  await save();
  expect(written[1], "all of them sleep").toBe(0);
  simulator.lab.inject({ kind: "host-power-loss", subjectRef: host() });
  simulator.advanceTo(31_500);
  await save();
  expect(written[2], "one does not").toBeGreaterThan(0);
  expect(written[2]).toBeLessThan((written[0] ?? 0) / 2);
  simulator.advanceTo(60_000);
  await save();
  const again = revived();
  for (const one of [again, simulator]) one.advanceTo(90_000);
  expect(again.sim.world.digest).toEqual(simulator.sim.world.digest);
  store.close();
});

it("is the world of the last image that was whole, whatever a crash left behind it", async () => {
  const store = fileStore(folder);
  await store.saveImage(simulator.imageSince(null));
  const before = plain(simulator);
  store.close();
  await appendFile(join(folder, "parts-1.jsonl"), "pair-half\t{");
  expect(plain(revived())).toEqual(before);
  const next = fileStore(folder);
  next.load();
  simulator.advanceTo(5_000);
  await next.saveImage(simulator.imageSince(0));
  expect(plain(revived())).toEqual(plain(simulator));
  next.close();
});

it("goes on in a folder that was written when a world was one text", async () => {
  simulator.advanceTo(3_000);
  await writeFile(join(folder, "world.json"), simulator.image().text);
  expect(plain(revived())).toEqual(plain(simulator));
});

it("writes what is there anew once most of the file is of earlier images", async () => {
  const store = fileStore(folder);
  const padded = (text: string) => ({ head: simulator.imageSince(null).head, parts: [["pair-padded", text]] as const });
  await store.saveImage(simulator.imageSince(null));
  for (let more = 0; more < 3; more++) await store.saveImage(padded("x".repeat(8_000_000)));
  expect(await readdir(folder)).toEqual(["parts-2.jsonl", "world.json"]);
  expect(plain(revived())).toEqual(plain(simulator));
  store.close();
});

it.each([
  ["its text is cut off", async () => cut("world.json")],
  ["a part of it is missing", async () => cut("parts-1.jsonl")],
])("is told to be damaged where %s", async (words, damage) => {
  const store = fileStore(folder);
  await store.saveImage(simulator.imageSince(null));
  store.close();
  await damage();
  expect(revived).toThrow(words);
});

async function cut(file: string): Promise<void> {
  const text = await readFile(join(folder, file), "utf8");
  await writeFile(join(folder, file), text.slice(0, text.length / 2));
}
