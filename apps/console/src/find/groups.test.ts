import { expect, it } from "vitest";
import { type Found, groupsOf } from "./groups";

const HERE = { demo: true, cutOff: null };
const thing = (name: string) =>
  ({
    kind: "machine",
    id: name,
    name,
    detail: "lit, Littleton",
    pairId: "lit",
    severity: null,
    key: name,
    around: "lit, littleton",
  }) as const;
const FOUND: Found = { text: "", here: HERE, answer: undefined, known: [thing("web-1"), thing("mail-1")], recent: [] };

const lines = (found: Partial<Found>) =>
  groupsOf({ ...FOUND, ...found }).map(({ title, choices }) =>
    [title, ...choices.map(({ label }) => label)].join(": "),
  );

it("shows places and deeds before a word is typed", () => {
  expect(lines({}).map((line) => line.split(":")[0])).toEqual(["Pages", "Do"]);
});

it("finds what the browser knows while the server has not answered", () => {
  expect(lines({ text: "web" })).toEqual(["Machines: web-1"]);
});

it("takes the server's answer in its place, and says how many more there are", () => {
  const answer = {
    revision: 1,
    actions: [],
    groups: [{ kind: "machine", total: 1_312, found: [thing("web-7")] }],
  } as const;
  const [group] = groupsOf({ ...FOUND, text: "web", answer });
  expect(group).toMatchObject({ title: "Machines", note: "1 of 1,312", choices: [{ label: "web-7" }] });
});

it("puts what can be done with a named thing first, off while the console is cut off", () => {
  const answer = {
    revision: 1,
    groups: [],
    actions: [{ verb: "protect", id: "1", label: "Change level of web-1", pairId: "lit", disabledBecause: null }],
  } as const;
  const here = { demo: false, cutOff: "It has heard nothing." };
  expect(groupsOf({ ...FOUND, text: "change level web", answer, here })[0]).toMatchObject({
    title: "Do with it",
    choices: [{ disabledBecause: "It has heard nothing.", deed: { do: "go", href: "/machines/1?do=protect" } }],
  });
});

it("puts a pair that is called just so above machines that only have it in their name", () => {
  const pair = { ...thing("lit"), kind: "pair", detail: "Littleton", around: "littleton" } as const;
  expect(lines({ text: "lit", known: [thing("quality-cam"), pair] }).slice(0, 2)).toEqual([
    "Pairs: lit",
    "Machines: quality-cam",
  ]);
});

it("offers the tour only where there is one", () => {
  expect(lines({ text: "tour" })).toEqual(["Do: Take the tour"]);
  expect(lines({ text: "tour", here: { demo: false, cutOff: null } })).toEqual([]);
});
