import { describe, expect, it } from "vitest";
import { judge } from "../../src/run/judge";
import { LabRun } from "../../src/run/lab-run";
import type { Scenario } from "../../src/run/scenario";
import { scenarioOf } from "../../src/run/scenarios";

const NAME = "console-down-during-host-failure";
const known = scenarioOf(NAME);
if (!known) throw new Error(`no scenario ${NAME}`);
const scenario: Scenario = known;
const isOfTheConsole = (line: Scenario["script"][number]) =>
  (line.act.do === "inject" || line.act.do === "clear") && line.act.fault === "control-plane-down";
const play = (script = scenario.script, untilMs = scenario.untilMs) => {
  const run = new LabRun({ ...scenario, script, untilMs }, "console");
  run.advanceTo(untilMs);
  return run;
};
const written = (run: LabRun) => run.take().records.map((record) => [run.sinceZeroMs(record), record.sentence]);

describe("the console is down while a host fails", () => {
  it("hosts do exactly what they do while it looks", () => {
    const alone = play();
    const watched = play(scenario.script.filter((line) => !isOfTheConsole(line)));
    const records = written(alone);
    expect(records.length).toBeGreaterThan(5);
    expect(records).toEqual(written(watched));
    expect(watched.console.longestWaitMs, "it heard each as it was written").toBeLessThan(100);
  });

  it("once it is back it has every record, in order, and knows how late", () => {
    const run = play();
    expect(run.console).toMatchObject({ missing: 0, whole: true });
    expect(run.console.late).toBeGreaterThan(5);
    expect(run.console.longestWaitMs).toBeGreaterThan(390_000);
    expect(judge(run).filter(({ holds }) => !holds)).toEqual([]);
  });

  it("before that it lacks what was written since it stopped, and says so by its numbers", () => {
    const run = play(scenario.script, 400_000);
    expect(run.console).toMatchObject({ whole: false, missing: 0 });
    const back = play();
    back.seek(400_000);
    expect(back.console).toEqual(run.console);
  });
});
