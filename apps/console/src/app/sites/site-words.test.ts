import type { SiteView } from "@v-available/api/view/site";
import { expect, it } from "vitest";
import { leadOf, pairsWords, purposeWords, siteWords, standingOf } from "./site-words";

const site = (change: Partial<SiteView> = {}): SiteView => ({
  ...{ id: "s", name: "Nashua", revision: 1, observedName: "Nashua", region: "New England", role: "primary" },
  ...{ contact: "heard", location: null, position: null, machineCount: 5, exposedCount: 0, hostCount: 2 },
  ...{ freeHostCount: 0, witnesses: [], openAlarms: 0, forbiddenBecause: null },
  pairs: [{ id: "p", name: "nas", state: "Normal", spans: true }],
  ...change,
});
const lost = { id: "q", name: "nas2", state: "SingleHost", spans: false } as const;
const line = { from: "s", to: "t", kind: "pair", state: "Up", rttMs: 1.8, pairNames: ["nas"] } as const;

it("says the same of a site on the map and in the list, by the worst of its pairs", () => {
  expect(siteWords(site())).toBe("Nashua: normal, 1 pair normal");
  const two = site({ pairs: [...site().pairs, lost] });
  expect(standingOf(two).word).not.toBe("Normal");
  expect(pairsWords(two)).toMatch(/^1 pair normal and 1 pair /);
});

it("puts a site that nobody hears before what its pairs were", () => {
  expect(standingOf(site({ contact: "silent" })).word).toBe("Silent");
  expect(standingOf(site({ contact: "without-power" })).word).toBe("Without power");
  expect(standingOf(site({ pairs: [] })).word).toBe("No pair");
});

it("leads with what is wrong, and where", () => {
  expect(leadOf({ sites: [site()], lines: [line] })).toBe("1 site; all are well, and so is every line between them.");
  expect(leadOf({ sites: [site({ pairs: [lost] })], lines: [{ ...line, state: "Down" }] })).toBe(
    "1 site. Something is wrong at Nashua. 1 line between sites is down.",
  );
});

it("says what a line is for", () => {
  expect(purposeWords(line)).toBe("hosts of nas");
  expect(purposeWords({ ...line, kind: "witness", pairNames: ["a", "b", "c", "d"] })).toBe("witness of 4 pairs");
});
