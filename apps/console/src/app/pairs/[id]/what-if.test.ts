import { LOSSES } from "@v-available/domain/prediction";
import { describe, expect, it } from "vitest";
import { CHOICES, choiceLabel, lostSides, nextWhatIf, parseWhatIf, tokenWords, whatIfText } from "./what-if";

const littleton = { id: "s1", name: "Littleton" };
const nashua = { id: "s2", name: "Nashua" };
const pair = (siteB = littleton) =>
  ({
    hostNames: { a: "lit-a", b: "lit-b" },
    site: littleton,
    hosts: { a: { site: littleton }, b: { site: siteB } },
    token: { epoch: 417, owner: "a" },
    designatedSurvivor: null,
  }) as unknown as Parameters<typeof tokenWords>[1];

describe("what if", () => {
  it("offers every loss of the domain, and now", () => {
    expect([...CHOICES].sort()).toEqual([...LOSSES, "now"].sort());
  });
  it.each(CHOICES)("survives the way through the URL: %s", (choice) => {
    expect(parseWhatIf(whatIfText(choice))).toBe(choice);
  });
  it("takes what nobody offers as now", () => expect(parseWhatIf("lose-everything")).toBe("now"));
  it("walks around once", () => {
    const seen = new Set(["now"]);
    for (let choice = nextWhatIf("now"); choice !== "now"; choice = nextWhatIf(choice)) seen.add(choice);
    expect(seen.size).toBe(CHOICES.length);
  });
  it("names hosts and site", () => {
    expect(choiceLabel("host-b", pair())).toBe("Lose lit-b");
    expect(choiceLabel("site", pair())).toBe("Lose Littleton");
  });
  it("loses both hosts with the site they share, one where they do not", () => {
    expect(lostSides("site", pair())).toEqual({ a: true, b: true });
    expect(lostSides("site", pair(nashua))).toEqual({ a: true, b: false });
    expect(lostSides("both-links", pair())).toEqual({ a: false, b: false });
  });
  it("says who would hold the token", () => {
    expect(tokenWords("now", pair())).toBe("epoch 417, token with lit-a");
    const both = pair();
    const spread = {
      ...both,
      hosts: { a: { ...both.hosts.a, holdsToken: true }, b: { ...both.hosts.b, holdsToken: true } },
    };
    expect(tokenWords("now", spread)).toBe("newest epoch 417, tokens with both hosts");
    expect(tokenWords("host-a", pair())).toBe("epoch 418, token won by lit-b");
    expect(tokenWords("site", pair())).toBe("epoch 417, nobody left to ask");
  });
});
