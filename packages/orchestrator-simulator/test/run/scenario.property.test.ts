import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { judge, played } from "../../src/run/judge";
import type { LabRun } from "../../src/run/lab-run";
import type { Scenario } from "../../src/run/scenario";
import { SCENARIOS } from "../../src/run/scenarios";
import { scenarioTable, seedsOf, TABLE_BEGINS } from "../scenario-table";

/** Each run is played once, and looked at by whoever wants it. */
const runs = new Map<string, LabRun>();
const run = (scenario: Scenario, seed: string): LabRun => {
  const key = `${scenario.name} ${seed}`;
  const known = runs.get(key) ?? played(scenario, seed);
  runs.set(key, known);
  return known;
};

describe.each(SCENARIOS.map((scenario) => ({ name: scenario.name, scenario })))("$name", ({ scenario }) => {
  it.each(seedsOf(scenario))("comes to what it has to, with seed %s", (seed) => {
    expect(judge(run(scenario, seed)).filter(({ holds }) => !holds)).toEqual([]);
  });
});

/** Those that the product is held to by name, whatever else can be played. */
const NAMED = [
  "pull-the-plug-active",
  "pull-the-plug-standby",
  "pull-one-availability-cable",
  "pull-both-availability-cables",
  "pull-everything-from-a",
  "fork-lift",
  "site-a-lost",
  "both-sites-lost",
  "witness-lost-2h",
  "witness-then-active",
  "flapping-nic",
  "bad-disk",
  "bad-source-disk-during-resync",
  "active-dies-during-resync",
  "maintenance-with-ft-vm",
  "rolling-upgrade",
  "guest-blue-screen",
  "guest-crash-loop",
  "gray-host",
  "console-down-during-host-failure",
  "side-by-side",
];

it("plays every scenario that has a name, with what has to come of it", () => {
  const expected = SCENARIOS.filter((scenario) => Object.keys(scenario.expect).length > 0).map(({ name }) => name);
  expect(expected).toEqual(expect.arrayContaining(NAMED));
});

it("an expectation that is not met is said, with the number", () => {
  const [scenario] = SCENARIOS;
  if (!scenario) throw new Error("there is no scenario");
  const wrong = {
    ...scenario,
    expect: { ha: { silentMs: { atLeast: 0, atMost: 1_000 }, memory: "kept", writes: "lost" } },
  } as const;
  const findings = judge(played(wrong, "1")).filter(({ holds }) => !holds);
  expect(findings.map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(/^ha: silent 6\d s, expected 0\.00 s to 1\.00 s\.$/),
    "ha: memory lost, expected kept.",
    "ha: 0 acknowledged writes lost, expected some.",
  ]);
});

it("the table in the documents is what the scenarios come to; npm run scenarios writes it", () => {
  const file = new URL("../../../../docs/scenarios.md", import.meta.url);
  const text = readFileSync(file, "utf8");
  expect(text.slice(text.indexOf(TABLE_BEGINS))).toBe(scenarioTable(run));
});
