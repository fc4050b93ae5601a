import { describe, expect, it } from "vitest";
import { NOW_MS } from "./pair.fixture";
import { type MachineSummary, plainSentence, sentenceOfTruth } from "./sentence";

const at = Date.UTC(2026, 10, 17, 10, 42, 7);
function summary(
  state: MachineSummary["protection"]["state"],
  change: Partial<MachineSummary> = {},
  level: Partial<MachineSummary["protection"]> = {},
): MachineSummary {
  const whole = state === "Protected" || state === "AtRisk";
  return {
    protection: {
      state,
      power: "on",
      declared: "high-availability",
      effective: whole ? "high-availability" : "unprotected",
      etaAtMs: null,
      ...level,
    },
    siteId: "littleton",
    siteName: "Littleton",
    exposedSinceMs: null,
    observedAtMs: NOW_MS - 400,
    ...change,
  };
}
const many = (count: number, one: MachineSummary) => Array.from({ length: count }, () => one);
const say = (summaries: readonly MachineSummary[]) => {
  const { lead, trouble } = sentenceOfTruth(summaries, NOW_MS);
  return [lead, trouble === null ? null : plainSentence(trouble.parts, "UTC")];
};

describe("sentenceOfTruth", () => {
  it("is short where all is well", () => {
    expect(say(many(60, summary("Protected")))).toEqual(["All 60 machines are protected.", null]);
    expect(say([summary("Protected")])).toEqual(["The one machine is protected.", null]);
  });

  it("says how many, where, since when and until when", () => {
    const eta = { etaAtMs: NOW_MS + 474_000 };
    const three = many(3, summary("Resyncing", { exposedSinceMs: at }, eta));
    expect(say([...many(897, summary("Protected")), ...three])).toEqual([
      "897 of 900 machines are protected.",
      "3 run on one copy at Littleton since 10:42:07; protected again in about 8 min.",
    ]);
    expect(sentenceOfTruth(three, NOW_MS).trouble).toMatchObject({ state: "Resyncing", tone: "resyncing" });
  });

  it("links the site and leaves the time to the reader's zone", () => {
    const { trouble } = sentenceOfTruth([summary("Unprotected", { exposedSinceMs: at })], NOW_MS);
    expect(trouble?.parts).toEqual([
      { kind: "text", text: "1 runs on one copy" },
      { kind: "text", text: " at " },
      { kind: "site", siteId: "littleton", name: "Littleton" },
      { kind: "text", text: " since " },
      { kind: "time", atMs: at },
      { kind: "text", text: "." },
    ]);
    expect(plainSentence(trouble?.parts ?? [], "Europe/Berlin")).toBe(
      "1 runs on one copy at Littleton since 11:42:07.",
    );
  });

  it("speaks of the worst first and counts the others", () => {
    expect(say([summary("Down"), summary("Resyncing"), summary("AtRisk"), summary("Protected")])).toEqual([
      "1 of 4 machines is protected.",
      "1 does not run at Littleton. 2 more are not fully protected.",
    ]);
  });

  it("does not say that a machine runs that is off", () => {
    const off = summary("Unprotected", {}, { power: "off" });
    expect(say([off])[1]).toBe("1 is off with one copy within reach at Littleton.");
    expect(say([off, summary("Unprotected")])[1]).toBe(
      "1 runs on one copy at Littleton. 1 more is not fully protected.",
    );
  });

  it("gives no time for all where only some have one, and no time for what only a person ends", () => {
    const [, trouble] = say([summary("Resyncing", {}, { etaAtMs: NOW_MS + 60_000 }), summary("Unprotected")]);
    expect(trouble).toBe("2 run on one copy at Littleton.");
  });

  it("names up to three sites and counts more", () => {
    const on = (name: string) => summary("AtRisk", { siteId: name, siteName: name });
    expect(say(["Basel", "Bern", "Bonn"].map(on))[1]).toBe("3 are at risk without a witness at Basel, Bern and Bonn.");
    expect(say(["Basel", "Bern", "Bonn", "Brest"].map(on))[1]).toBe("4 are at risk without a witness at 4 sites.");
  });

  it("counts one link as protected, and at risk as not", () => {
    const link = summary("Degraded", {}, { effective: "high-availability" });
    expect(say([link])).toEqual(["The one machine is protected.", null]);
    expect(say([summary("AtRisk")])[0]).toBe("The one machine is not protected.");
  });

  it("leaves the unknown out of the total and says so", () => {
    const old = summary("Unknown", { observedAtMs: at });
    expect(say([...many(55, summary("Protected")), ...many(5, old)])).toEqual([
      "All 55 machines are protected; 5 are not known.",
      "5 were not heard of at Littleton since 10:42:07; the hosts go on deciding without the console.",
    ]);
    expect(say(many(60, old))).toEqual([
      "The state of all 60 machines is not known.",
      "Nothing was heard since 10:42:07; the hosts go on deciding without the console.",
    ]);
  });

  it("keeps trouble in sight when some are unknown", () => {
    const [lead, trouble] = say([summary("Unknown"), summary("Down"), summary("Protected")]);
    expect(lead).toBe("1 of 2 machines is protected; 1 is not known.");
    expect(trouble).toContain("1 does not run");
  });

  it("does not hold a declared single copy against the fleet, but does when it is down", () => {
    const chosen = { declared: "unprotected", effective: "unprotected" } as const;
    expect(say([summary("Protected"), summary("Unprotected", {}, chosen)])).toEqual([
      "The one machine is protected.",
      null,
    ]);
    expect(say(many(3, summary("Unprotected", {}, chosen)))).toEqual([
      "3 machines run without protection, as declared.",
      null,
    ]);
    expect(say([summary("Down", {}, chosen)])[1]).toBe("1 does not run at Littleton.");
  });

  it("has a first day", () => {
    expect(say([])).toEqual(["There are no machines yet.", null]);
  });
});
