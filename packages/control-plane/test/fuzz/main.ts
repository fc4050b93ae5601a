// Run by itself: plays world after world until the time is over, and makes the ones that fail small.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fuzzDatabase } from "./database";
import { type Outcome, play } from "./play";
import { type FuzzWorld, type Op, type Open, worldOfSeed } from "./run";
import type { Shape } from "./shape";
import { shrink } from "./shrink";

const DIRECTORY = ".fuzz";
const SHRINK_MS = 120_000;
const SAY_EVERY_MS = 60_000;
/** One after the other, again and again. */
const IN_TURN: readonly Shape[] = ["short", "short", "leased", "short", "long"];

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    seed: { type: "string" },
    /** The first of its worlds that is played. */
    from: { type: "string", default: "0" },
    replay: { type: "string" },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const shared = await fuzzDatabase();
const once = async (world: FuzzWorld<Op | Open>): Promise<Outcome> => play(world, await shared.fresh());

const describe = ({ finding }: Outcome) => (finding ? `${finding.rule}: ${finding.sentence}` : "Every rule held.");

async function replay(file: string): Promise<number> {
  const { world } = JSON.parse(await readFile(file, "utf8")) as { world: FuzzWorld };
  const outcome = await once(world);
  say(describe(outcome));
  return outcome.finding ? 1 : 0;
}

const sizeOf = ({ runs, desk }: FuzzWorld): number => runs.reduce((sum, { ops }) => sum + ops.length, desk.length);

/** Saves it as it is first: whatever comes after may take long or be cut short. */
async function keep(outcome: Outcome): Promise<void> {
  const { played, finding } = outcome;
  const file = join(DIRECTORY, `${played.seed.replaceAll(/[^\w-]/g, "-")}.json`);
  const save = (found: Outcome) =>
    writeFile(file, `${JSON.stringify({ finding: found.finding, world: found.played }, null, 2)}\n`);
  await mkdir(DIRECTORY, { recursive: true });
  await save(outcome);
  say(`World ${played.seed} failed. ${describe(outcome)}`);
  const again = await once(played);
  // Not by the digest: where nothing is left of what was chosen at random, the judge looks at other moments.
  if (again.finding?.sentence !== finding?.sentence)
    say(`Played again it went another way, which is a finding of its own. ${describe(again)}`);
  else {
    const endMs = performance.now() + SHRINK_MS;
    const fails = async (part: FuzzWorld) =>
      performance.now() < endMs && (await once(part)).finding?.rule === finding?.rule;
    // Most times what the finding names is enough.
    const alone = { ...played, runs: played.runs.filter(({ name }) => finding?.sentence.includes(`${name}-`)) };
    const least = await shrink(alone.runs.length > 0 && (await fails(alone)) ? alone : played, fails);
    await save(await once(least));
    say(`${sizeOf(least)} of its ${sizeOf(played)} operations are enough.`);
  }
  say(`npm run fuzz -- --replay ${file}`);
}

async function goOn(minutes: number, seed: string, from: number): Promise<number> {
  const beganAtMs = performance.now();
  let saidAtMs = beganAtMs;
  let [worlds, runs, events, failed] = [0, 0, 0, 0];
  const tell = () => {
    const seconds = Math.round((performance.now() - beganAtMs) / 1_000);
    const { user, system } = process.cpuUsage();
    const cpuMs = Math.round((user + system) / 1_000 / runs);
    say(
      `${runs} runs in ${worlds} worlds of seed ${seed} in ${seconds} s, ${failed} failed; ${events} simulated events; ${cpuMs} ms of processor time a run.`,
    );
  };
  while (performance.now() - beganAtMs < minutes * 60_000) {
    const world = from + worlds;
    const outcome = await once(worldOfSeed(`${seed} ${world}`, IN_TURN[world % IN_TURN.length] ?? "short", "all"));
    worlds += 1;
    runs += outcome.played.runs.length;
    events += outcome.events;
    if (outcome.finding) {
      failed += 1;
      await keep(outcome);
    }
    if (performance.now() - saidAtMs < SAY_EVERY_MS) continue;
    saidAtMs = performance.now();
    tell();
  }
  tell();
  return failed > 0 ? 1 : 0;
}

try {
  const minutes = Number(values.minutes);
  const from = Number(values.from);
  if (!Number.isInteger(from) || from < 0) throw new Error(`--from takes a whole number from 0, not ${values.from}.`);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${values.minutes}.`);
  // A new one each time, and printed, so that it can be had again.
  process.exitCode = values.replay
    ? await replay(values.replay)
    : await goOn(minutes, values.seed ?? String(Date.now() % 1_000_000), from);
} finally {
  await shared.dispose();
}
