import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeMachineQuery, mendMachineQuery } from "./machine-complete";
import { parseMachineQuery } from "./machine-query";

const SITES = [
  { value: "Littleton", machines: 31 },
  { value: "New York", machines: 1 },
];
const labels = (text: string, caret = text.length, values = SITES) =>
  completeMachineQuery(text, caret)
    .propose(values)
    .map(({ label }) => label);
const taken = (text: string, caret = text.length, values = SITES) => {
  const [first] = completeMachineQuery(text, caret).propose(values);
  return first === undefined ? null : `${first.text.slice(0, first.caret)}|${first.text.slice(first.caret)}`;
};

describe("what a query proposes", () => {
  it("is every field where nothing is typed, and those that begin so", () => {
    expect(labels("")).toContain("level:");
    expect(labels("le")).toEqual(["level:"]);
    expect(labels("web-1")).toEqual([]);
  });

  it("is relations of a number, then numbers with their unit", () => {
    expect(labels("cp")).toEqual(["cpu"]);
    expect(labels("cpu")).toEqual(["cpu>", "cpu>=", "cpu<", "cpu<=", "cpu="]);
    expect(labels("cpu>")).toEqual(["50 %", "80 %", "90 %"]);
    expect(labels("cpu>8")).toEqual([]);
  });

  it("is the words of a choice, and the values that the fleet has, with how many machines have them", () => {
    expect(labels("state:de")).toEqual(["degraded"]);
    expect(labels("site:")).toEqual(["Littleton", "New York"]);
    const [, york] = completeMachineQuery("site:", 5).propose(SITES);
    expect(york).toMatchObject({ text: "site:New-York ", says: "1 machine" });
  });

  it("goes on after a comma, keeps what stands around it, and a word that must not hold", () => {
    expect(taken("state:degraded,do", 17)).toBe("state:degraded,down |");
    expect(taken("level:ft si cpu>80", 11)).toBe("level:ft site:| cpu>80");
    expect(taken("-lev")).toBe("-level:|");
    expect(taken("level:f web", 7)).toBe("level:ft |web");
  });

  it("asks for the values of the field that is typed, and for no others", () => {
    expect(completeMachineQuery("cpu>8 site:new", 14).wants).toEqual({ field: "site", begins: "new" });
    expect(completeMachineQuery("cpu>8 site:new", 3).wants).toBeNull();
  });

  it("is nothing that the query would refuse, whatever is typed wherever", () => {
    const words = fc.constantFrom("level:", "site:", "cpu", ">", "-", '"', ",", " ", "a", "de", "ft", "=", "memory<");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.nat({ max: 20 }), (parts, at) => {
        const text = parts.join("");
        const before = parseMachineQuery(text).problems.length;
        for (const each of completeMachineQuery(text, Math.min(at, text.length)).propose(SITES))
          expect(parseMachineQuery(each.text).problems.length).toBeLessThanOrEqual(before);
      }),
    );
  });
});

describe("a word that means nothing", () => {
  it.each([
    ["stat:down", "state:down"],
    ["web state:degrded cpu>80", "web state:degraded cpu>80"],
    ["level:ff", "level:ft"],
  ])("%s is mended to %s", (wrong, right) => expect(mendMachineQuery(wrong)?.text).toBe(right));

  it.each(["level:ft", "colour:red", "cpu>much"])("%s is left to whoever typed it", (text) =>
    expect(mendMachineQuery(text)).toBeNull(),
  );
});
