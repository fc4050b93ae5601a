import { readFileSync } from "node:fs";
import { type Outcome, outcomesOf, played } from "../src/run/judge";
import type { LabRun } from "../src/run/lab-run";
import type { Lane, Scenario } from "../src/run/scenario";
import { SCENARIOS } from "../src/run/scenarios";

const SEEDS = ["1", "2", "3", "4", "5"] as const;
/** Hours are played once. */
export const seedsOf = ({ untilMs }: Scenario): readonly string[] => (untilMs < 3_600_000 ? SEEDS : SEEDS.slice(0, 1));

const LEVEL = {
  unprotected: "Unprotected",
  "high-availability": "High Availability",
  "fault-tolerance": "Fault Tolerance",
  "remote-availability": "Remote Availability",
  "disaster-recovery": "Disaster Recovery",
  plain: "Plain failover (a model)",
} as const satisfies Record<Lane["level"], string>;

/** What real QEMU machines took for the same: the guest that is measured has no application to start. */
const MEASURED = readFileSync(new URL("../../../docs/measured.md", import.meta.url), "utf8");
const REAL_ROW = {
  "side-by-side ha": "active host lost → the client has an acknowledgement again",
  "pull-the-plug-active ha": "active host lost → the client has an acknowledgement again",
  "pull-the-plug-standby ha": "partner lost → acknowledgements again",
  "pull-both-availability-cables ha": "both availability links cut → acknowledgements again",
  "maintenance-with-ft-vm ha": "active side moved on purpose: longest silence",
} as const;

function realOf(scenario: string, target: string): string {
  const row = (REAL_ROW as Readonly<Partial<Record<string, string>>>)[`${scenario} ${target}`];
  if (row === undefined) return "not measured";
  const [, median, worst] = MEASURED.match(`\\| ${row} \\| ([\\d.]+ s) \\| ([\\d.]+ s) \\|`) ?? [];
  if (!median || !worst) throw new Error(`docs/measured.md has no row "${row}".`);
  return `${median} (${worst}), 0 lost`;
}

export const TABLE_BEGINS = "| scenario |";
const HEAD = `${TABLE_BEGINS} level | has to be silent | simulated: median (worst) | answers late for | memory | writes lost | real QEMU: median (worst) |
|---|---|---:|---:|---:|---|---:|---:|
`;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 1_000 ? 2 : ms < 10_000 ? 1 : 0)} s`;
const spread = (values: readonly number[], words: (value: number) => string): string => {
  const sorted = [...values].sort((one, other) => one - other);
  return `${words(sorted[Math.floor(sorted.length / 2)] ?? 0)} (${words(sorted.at(-1) ?? 0)})`;
};

function row(scenario: Scenario, lane: Lane, outcomes: readonly Outcome[]): string {
  const expected = scenario.expect[lane.target];
  const bound = expected ? `${seconds(expected.silentMs.atLeast)} to ${seconds(expected.silentMs.atMost)}` : "–";
  return `| ${[
    scenario.name,
    LEVEL[lane.level],
    bound,
    spread(
      outcomes.map(({ silentMs }) => silentMs),
      seconds,
    ),
    spread(
      outcomes.map(({ lateForMs }) => lateForMs),
      seconds,
    ),
    [...new Set(outcomes.map(({ memory }) => memory))].join(", "),
    spread(
      outcomes.map(({ lostWrites }) => lostWrites),
      String,
    ),
    realOf(scenario.name, lane.target),
  ].join(" | ")} |`;
}

/** Every scenario at every level, over five seeds: the same on every machine. */
export function scenarioTable(play: (scenario: Scenario, seed: string) => LabRun = played): string {
  const rows = SCENARIOS.filter(({ script }) => script.length > 0).flatMap((scenario) => {
    const outcomes = seedsOf(scenario).flatMap((seed) => outcomesOf(play(scenario, seed)));
    return scenario.lanes.map((lane) =>
      row(
        scenario,
        lane,
        outcomes.filter(({ target }) => target === lane.target),
      ),
    );
  });
  return `${HEAD}${rows.join("\n")}\n`;
}
