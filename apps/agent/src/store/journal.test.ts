import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Journal, type JournalEntry } from "./journal";

const entry = (sentence: string): JournalEntry => ({
  phase: null,
  rootRef: null,
  rule: null,
  faultKind: null,
  severity: null,
  clears: false,
  subject: { kind: "host", ref: "host-a" },
  vmRefs: [],
  actor: "host",
  sentence,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "journal-"));
});
afterEach(() => rm(folder, { recursive: true }));
const open = () => Journal.open(folder, "host-a", "pair-1");

it("numbers without a gap over restarts, under one source", async () => {
  const first = await open();
  await Promise.all(["one", "two", "three"].map((word) => first.append(entry(`${word}.`))));
  await first.close();
  const second = await open();
  await second.append(entry("four."));
  expect(second.source).toBe(first.source);
  expect(second.after(1, 10).map((record) => [record.sequence, record.sentence])).toEqual([
    [2, "two."],
    [3, "three."],
    [4, "four."],
  ]);
  await second.close();
});

it("hands a record out only once it is in the file", async () => {
  const journal = await open();
  let inFile = "";
  journal.onAppended(() => {
    inFile = `shown ${journal.lastSequence}`;
  });
  const done = journal.append(entry("one."));
  expect(journal.lastSequence).toBe(0);
  await done;
  expect(inFile).toBe("shown 1");
  expect(await readFile(path.join(folder, "journal.jsonl"), "utf8")).toContain('"one."');
  await journal.close();
});

it("cuts off the torn line of a crash and goes on with its number", async () => {
  const first = await open();
  await first.append(entry("one."));
  await first.close();
  await appendFile(path.join(folder, "journal.jsonl"), '{"source":"host-a/');
  const second = await open();
  await second.append(entry("two."));
  await second.close();
  const third = await open();
  expect(third.after(0, 10).map((record) => record.sentence)).toEqual(["one.", "two."]);
  await third.close();
});

it("is a new source where the disk was lost, and refuses a file with a hole", async () => {
  const first = await open();
  await first.append(entry("one."));
  await first.close();
  const file = path.join(folder, "journal.jsonl");
  await writeFile(file, (await readFile(file, "utf8")).replace('"sequence":1', '"sequence":2'));
  await expect(open()).rejects.toThrow("sequence 2 at line 1");
  await rm(folder, { recursive: true });
  const second = await open();
  expect(second.source).not.toBe(first.source);
  await second.close();
});
