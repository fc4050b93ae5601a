import { describe, expect, it } from "vitest";
import { bestMatches, matchScore, wordsOf } from "./find-match";

const find = (text: string, names: readonly string[], limit = 10) =>
  bestMatches(
    names.map((name) => ({ key: name, around: "lit littleton" })),
    wordsOf(text),
    limit,
  );
const found = (text: string, names: readonly string[]) => find(text, names).found.map(({ key }) => key);

describe("what is found", () => {
  it("puts the whole name first, then a beginning, then the beginning of a part, then a part", () => {
    expect(found("db", ["old-sdb", "pg-db", "db-2", "db"])).toEqual(["db", "db-2", "pg-db", "old-sdb"]);
  });

  it("finds by letters that are left out, after everything else", () => {
    expect(found("ltb", ["lit-b", "lit-a", "altbier"])).toEqual(["altbier", "lit-b"]);
  });

  it("does not take letters for meant that lie far apart", () => {
    expect(matchScore("a-very-long-name-of-a-machine-z", "", ["az"])).toBeNull();
  });

  it("wants every word, of the name or of where it is", () => {
    expect(found("littleton web", ["web-1", "mail-1"])).toEqual(["web-1"]);
    expect(found("portland web", ["web-1"])).toEqual([]);
  });

  it("does not care for capitals or spaces around", () => {
    expect(found("  WEB ", ["web-1"])).toEqual(["web-1"]);
  });

  it("counts all and gives the first ones", () => {
    const { total, found } = find(
      "vm",
      Array.from({ length: 40 }, (_, at) => `vm-${at}`),
      5,
    );
    expect(total).toBe(40);
    expect(found.map(({ key }) => key)).toEqual(["vm-0", "vm-1", "vm-2", "vm-3", "vm-4"]);
  });
});
