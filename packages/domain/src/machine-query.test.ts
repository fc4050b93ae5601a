import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MachineSubject, matchesQuery, wordsOfState } from "./machine-match";
import { parseMachineQuery } from "./machine-query";

const erp: MachineSubject = {
  name: "erp-db",
  words: {
    level: ["ft", "faulttolerance", "dr"],
    state: wordsOfState("Protected"),
    power: ["on"],
    guest: ["linux"],
    site: ["littleton", "newengland"],
    pair: ["lit"],
    host: ["lita"],
  },
  numbers: { cpu: 54.3, vcpus: 8, memory: 48, disk: 80 },
};
const withState = (state: Parameters<typeof wordsOfState>[0]): MachineSubject => ({
  ...erp,
  words: { ...erp.words, state: wordsOfState(state) },
});

function finds(text: string, subject = erp): boolean {
  const { terms, problems } = parseMachineQuery(text);
  expect(problems).toEqual([]);
  return matchesQuery(terms, subject);
}

describe("the query of machines", () => {
  it.each([
    "",
    "erp",
    "ERP db",
    '"erp-d"',
    "level:ft",
    "level:dr",
    "site:little",
    'site:"New England"',
    "site=new-eng",
    "pair:lit host:lit-a",
    "power:on",
    "cpu>54 cpu<55 cpu:54",
    "memory>=48GiB memory<=0.5tib disk=80",
    "vcpus:8",
    "-state:down -web",
    "state:down,protected",
    "-cpu>80",
  ])("finds it by %j", (text) => expect(finds(text)).toBe(true));
  it.each([
    "orders",
    "level:ha",
    "site:nashua",
    "host:lit-b",
    "power:off",
    "erp level:ha",
    "cpu>80",
    "memory=47",
    "-state:protected",
    "-erp",
    '"erp db"',
  ])("does not find it by %j", (text) => expect(finds(text)).toBe(false));

  it("asks for the state however it is written, and by its beginning", () => {
    expect(finds("state:protected", withState("Unknown"))).toBe(false);
    for (const text of ["state:at-risk", "state:AtRisk", 'state:"at risk"', "state:at"])
      expect(finds(text, withState("AtRisk"))).toBe(true);
    for (const state of ["Unknown", "Unprotected"] as const) expect(finds("state:un", withState(state))).toBe(true);
  });

  it.each(["level:", "cpu>", "-", '"', "state:,", "-memory>=", 'site:"'])("narrows nothing by %j, half typed", (text) =>
    expect(parseMachineQuery(text)).toEqual({ terms: [], problems: [], understood: "" }),
  );

  it.each([
    ["colour:red", "filter.colour", "colour", "level, state"],
    ["state:degrded", "filter.state", "degrded", "protected, resyncing"],
    ["state:down,x", "filter.state", "x", "protected, resyncing"],
    ["cpu>many", "filter.cpu", "many", "a number of %"],
    ["memory>=16KiB", "filter.memory", "16KiB", "a number of GiB"],
    ["vcpus>-1", "filter.vcpus", "-1", "a number"],
    ["site>3", "filter.site", ">3", "site: and a word"],
  ])("names what is wrong with %j", (text, field, value, limit) => {
    const { terms, problems } = parseMachineQuery(`erp ${text}`);
    expect(terms).toEqual([{ not: false, field: "name", part: "erp" }]);
    expect(problems).toEqual([
      expect.objectContaining({ code: "invalid", field, value, limit: expect.stringContaining(limit) }),
    ]);
    expect(problems[0]?.remedy).not.toBe("");
  });

  it("understands or names each word of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcpu:,<>=-"0.1 %site') }), (text) => {
        const { terms, problems } = parseMachineQuery(text);
        expect(typeof matchesQuery(terms, erp)).toBe("boolean");
        for (const { field, limit, remedy } of problems) expect([field, limit, remedy]).not.toContain(undefined);
      }),
    );
  });
});

it("says what it understood, without the words that mean nothing or nothing yet", () => {
  const { understood } = parseMachineQuery('level:ft colour:red state:brokn "web 1" cpu> -site:');
  expect(understood).toBe('level:ft "web 1"');
  expect(parseMachineQuery(understood).problems).toEqual([]);
});
