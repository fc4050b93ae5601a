import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readDurable, writeDurably } from "./durable-file";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "durable-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("reads back what was written, and leaves one file", async () => {
  const file = path.join(folder, "state.json");
  expect(await readDurable(file)).toBeNull();
  await writeDurably(file, { epoch: 1 });
  await writeDurably(file, { epoch: 2 });
  expect(await readDurable(file)).toEqual({ epoch: 2 });
  expect(await readdir(folder)).toEqual(["state.json"]);
});

it("reads the old value when a crash left half a draft behind", async () => {
  const file = path.join(folder, "state.json");
  await writeDurably(file, { epoch: 1 });
  await writeFile(`${file}.draft`, '{"epo');
  expect(await readDurable(file)).toEqual({ epoch: 1 });
});

it("does not take a damaged file for an empty one", async () => {
  const file = path.join(folder, "state.json");
  await writeFile(file, '{"epoch":');
  await expect(readDurable(file)).rejects.toThrow(SyntaxError);
});

it("keeps the order of writes that are asked for at once", async () => {
  const file = path.join(folder, "state.json");
  await Promise.all([1, 2, 3, 4].map((epoch) => writeDurably(file, { epoch })));
  expect(await readDurable(file)).toEqual({ epoch: 4 });
  expect(await readdir(folder)).toEqual(["state.json"]);
});
