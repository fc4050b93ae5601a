// Run by itself: plays run after run until the time is over, and makes the ones that fail small.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sharedDatabase } from "../world";
import { type FuzzRun, runOfSeed } from "./fuzz-run";
import { type Outcome, play } from "./play";
import { shrink } from "./shrink";

const DIRECTORY = ".fuzz";
const SHRINK_MS = 60_000;

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, seed: { type: "string" }, replay: { type: "string" } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const shared = await sharedDatabase("pglite");
const once = async (run: FuzzRun): Promise<Outcome> => play(run, await shared.fresh());

const describe = ({ finding }: Outcome) => (finding ? `${finding.rule}: ${finding.sentence}` : "Every rule held.");

async function replay(file: string): Promise<number> {
  const { run } = JSON.parse(await readFile(file, "utf8")) as { run: FuzzRun };
  const outcome = await once(run);
  say(describe(outcome));
  return outcome.finding ? 1 : 0;
}

/** Saves it as it is first: whatever comes after may take long or be cut short. */
async function keep(run: FuzzRun, outcome: Outcome): Promise<void> {
  const file = join(DIRECTORY, `${run.seed.replaceAll(/[^\w-]/g, "-")}.json`);
  const save = (of: FuzzRun, found: Outcome) =>
    writeFile(file, `${JSON.stringify({ finding: found.finding, run: of }, null, 2)}\n`);
  await mkdir(DIRECTORY, { recursive: true });
  await save(run, outcome);
  say(`Run ${run.seed} failed. ${describe(outcome)}`);
  const rule = outcome.finding?.rule;
  const again = await once(run);
  if (again.finding?.rule !== rule || again.digest !== outcome.digest)
    say(`Played again it went another way, which is a finding of its own. ${describe(again)}`);
  else {
    const endMs = performance.now() + SHRINK_MS;
    const least = await shrink(
      run,
      async (part) => performance.now() < endMs && (await once(part)).finding?.rule === rule,
    );
    await save(least, await once(least));
    say(`${least.ops.length} of its ${run.ops.length} operations are enough.`);
  }
  say(`npm run fuzz -- --replay ${file}`);
}

async function goOn(minutes: number, seed: string): Promise<number> {
  const beganAtMs = performance.now();
  let runs = 0;
  let events = 0;
  let failed = 0;
  while (performance.now() - beganAtMs < minutes * 60_000) {
    const run = runOfSeed(`${seed} ${runs}`);
    const outcome = await once(run);
    runs += 1;
    events += outcome.events;
    if (!outcome.finding) continue;
    failed += 1;
    await keep(run, outcome);
  }
  const seconds = (performance.now() - beganAtMs) / 1_000;
  say(
    `${runs} runs of seed ${seed}, ${failed} failed; ${events} simulated events, ${Math.round(events / seconds)} a second, ${Math.round((seconds * 1_000) / runs)} ms a run.`,
  );
  return failed > 0 ? 1 : 0;
}

try {
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${values.minutes}.`);
  // A new one each time, and printed, so that it can be had again.
  process.exitCode = values.replay
    ? await replay(values.replay)
    : await goOn(minutes, values.seed ?? String(Date.now() % 1_000_000));
} finally {
  await shared.dispose();
}
