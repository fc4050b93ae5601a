import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { fuzzDatabase } from "./database";
import { DRILL_MUTANTS, type Mutant, type NamedMutant, RULE_MUTANTS, WATCH_MUTANTS } from "./mutants";
import { play } from "./play";
import { worldOfSeed } from "./run";

const broken = vi.hoisted(() => ({ name: null as string | null, records: 0 }));
const isBroken = (name: NamedMutant): boolean => broken.name === name;

vi.mock("@v-available/domain/pair-facts", async (importOriginal) => {
  const real = await importOriginal<typeof import("@v-available/domain/pair-facts")>();
  const isStale: typeof real.isStale = (facts) =>
    !isBroken("what is stale is shown as if it were seen now") && real.isStale(facts);
  return { ...real, isStale };
});
vi.mock("../../src/watch/visibly-over", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../src/watch/visibly-over")>();
  const endWhatIsVisiblyOver: typeof real.endWhatIsVisiblyOver = (...asked) =>
    isBroken("faults that are visibly over stay open") ? undefined : real.endWhatIsVisiblyOver(...asked);
  return { ...real, endWhatIsVisiblyOver };
});
vi.mock("../../src/task/left-behind", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../src/task/left-behind")>();
  const askForLeftBehind: typeof real.askForLeftBehind = (kit) =>
    isBroken("a task that was cut short is not asked for again")
      ? { soon: () => {}, stop: async () => {} }
      : real.askForLeftBehind(kit);
  return { ...real, askForLeftBehind };
});
vi.mock("../../src/watch/diagnosis", async (importOriginal) => {
  const real = await importOriginal<typeof import("../../src/watch/diagnosis")>();
  const takeRecord: typeof real.takeRecord = async (context, record) => {
    // Not the word of an end: what it ends would stay open, and another rule would find that first.
    if (!record.clears) broken.records += 1;
    if (isBroken("a host's record is let go now and then") && !record.clears && broken.records % 20 === 0) return;
    await real.takeRecord(context, record);
  };
  return { ...real, takeRecord };
});
vi.mock("@v-available/orchestrator-simulator/recovery-site", async (importOriginal) => {
  const real = await importOriginal<typeof import("@v-available/orchestrator-simulator/recovery-site")>();
  const reviewRecoveredAt: typeof real.reviewRecoveredAt = (...asked) =>
    isBroken("a drill goes on where nobody hears its site") ? undefined : real.reviewRecoveredAt(...asked);
  return { ...real, reviewRecoveredAt };
});
vi.mock("@v-available/orchestrator-simulator/drill", async (importOriginal) => {
  const real = await importOriginal<typeof import("@v-available/orchestrator-simulator/drill")>();
  const drillStepDue: typeof real.drillStepDue = (sim, event) => {
    const vm = sim.world.vms[event.vmRef];
    const isLast = vm?.recovery?.drill?.run === event.run && vm.recovery.drill.step === "remove";
    if (isBroken("a drill leaves its clone behind") && isLast) return;
    real.drillStepDue(sim, event);
    if (isBroken("a drill writes to the machine that it proves") && isLast && vm) vm.divergedBytes += 1;
  };
  return { ...real, drillStepDue };
});

const MOST_RUNS = 200;
/** Of a world: fewer of them are found sooner. */
const TOGETHER = 10;

let shared: Awaited<ReturnType<typeof fuzzDatabase>>;
beforeAll(async () => {
  shared = await fuzzDatabase();
});
afterEach(() => {
  broken.name = null;
});
afterAll(() => shared.dispose());

/** By the rule that is there for it, within so many runs; how many it took is printed. */
const MUTANTS: readonly Mutant[] = [...RULE_MUTANTS, ...WATCH_MUTANTS, ...DRILL_MUTANTS];
it.each(MUTANTS)("finds that $name", async ({ name, rules, shape, copied, moved, catalogue, found }) => {
  broken.name = rules ? null : name;
  const began = process.cpuUsage();
  for (let [runs, events, number] = [0, 0, 0]; runs < MOST_RUNS; number++) {
    const whole = worldOfSeed(`mutant ${number}`, shape ?? "short", catalogue);
    const possible = whole.runs.filter(({ recoverySite }) => !copied || recoverySite);
    const world = { ...whole, ...(moved && { moved }), runs: possible.slice(0, TOGETHER) };
    const { finding, events: played } = await play(world, await shared.fresh(), rules);
    runs += world.runs.length;
    events += played;
    if (!finding) continue;
    expect(found, `in ${runs} runs: ${finding.sentence}`).toContain(finding.rule);
    const { user, system } = process.cpuUsage(began);
    process.stdout.write(
      `| ${name} | ${finding.rule} | ${runs} | ${events} | ${((user + system) / 1e6).toFixed(1)} s |\n`,
    );
    return;
  }
  expect.fail(`not found in ${MOST_RUNS} runs`);
});
