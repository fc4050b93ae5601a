import { expect, it } from "vitest";
import { type RunFile, readRunFile, runFileName, writeRunFile } from "./run-file";

const run: RunFile = {
  scenario: "by-hand",
  seed: "5 or more",
  atMs: 12_345.678_9,
  byHand: "0:host-power-loss@host-a",
  digest: "b4c6-cc82-7bed",
};

it("comes back as it was saved, to the last bit of its time", () => {
  expect(readRunFile(writeRunFile(run))).toEqual(run);
  expect(runFileName(run)).toBe("by-hand-5-or-more.run.json");
});

it.each([
  ["", "not JSON"],
  ["[]", '"format" is missing; it has to be 1'],
  ["null", '"format" is missing'],
  [writeRunFile(run).replace('"format": 1', '"format": 2'), '"format" is 2; it has to be 1'],
  [JSON.stringify({ format: 1, ...run, seed: 5 }), '"seed" is 5; it has to be a text'],
  [JSON.stringify({ format: 1, ...run, atMs: "soon" }), '"atMs" is "soon"; it has to be a number of milliseconds'],
  [" ".repeat(100_001), "has 100001 characters"],
])("is refused with the field and the remedy: %.40s", (text, said) => {
  expect(() => readRunFile(text)).toThrow(said);
});
