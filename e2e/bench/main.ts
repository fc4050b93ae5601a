import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser } from "@playwright/test";
import { repository } from "../world/console-process";
import { type BenchConsole, openBenchConsole } from "./bench-console";
import { openBrowser } from "./page-visit";
import type { Bench, Part } from "./part";
import { burst } from "./part/burst";
import { engine } from "./part/engine";
import { interaction } from "./part/interaction";
import { list } from "./part/list";
import { live } from "./part/live";
import { load } from "./part/load";
import { server } from "./part/server";
import { start } from "./part/start";
import { weight } from "./part/weight";
import { keeps, type Result, table } from "./result";

/** The quiet ones first: what is broken on purpose comes late, what leaves the fleet in pieces last. */
const PARTS: readonly Part[] = [weight, load, interaction, list, live, server, burst, engine, start];

function chosenParts(args: readonly string[]): readonly Part[] {
  const at = args.indexOf("--only");
  if (at < 0) return PARTS;
  const names = (args[at + 1] ?? "").split(",");
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown === undefined) return PARTS.filter(({ name }) => names.includes(name));
  throw new Error(`There is no part "${unknown}". There are: ${PARTS.map(({ name }) => name).join(", ")}.`);
}

/** Percent of the machine that is busy: other people's work makes times longer. */
async function busyPercent(): Promise<number> {
  const read = () => {
    const times = os.cpus().map((cpu) => cpu.times);
    const total = times.reduce((sum, one) => sum + one.user + one.nice + one.sys + one.idle + one.irq, 0);
    return { total, idle: times.reduce((sum, one) => sum + one.idle, 0) };
  };
  const before = read();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const after = read();
  return 100 * (1 - (after.idle - before.idle) / Math.max(1, after.total - before.total));
}

const parts = chosenParts(process.argv.slice(2));
const atStart = new Date().toISOString();
const busyBefore = await busyPercent();
const opened: { console?: Promise<BenchConsole>; browser?: Promise<Browser> } = {};
const bench: Bench = {
  console: () => {
    opened.console ??= openBenchConsole();
    return opened.console;
  },
  browser: () => {
    opened.browser ??= openBrowser();
    return opened.browser;
  },
};
const results: Result[] = [];
const failed: string[] = [];
try {
  for (const part of parts) {
    const beganAtMs = performance.now();
    try {
      results.push(...(await part.measure(bench)));
      console.error(`${part.name}: measured in ${((performance.now() - beganAtMs) / 1_000).toFixed(0)} s`);
    } catch (error) {
      failed.push(part.name);
      console.error(`${part.name}: could not be measured.`, error);
    }
  }
} finally {
  await (await opened.browser)?.close();
  await (await opened.console)?.close();
}
const machine = { cores: os.cpus().length, cpu: os.cpus()[0]?.model ?? "", node: process.version, busyBefore };
const verdicts = results.map((result) => ({ ...result, keeps: keeps(result) }));
writeFileSync(
  path.join(repository, "bench-results.json"),
  `${JSON.stringify({ at: atStart, machine, failed, results: verdicts }, null, 2)}\n`,
);
console.log(`${table(results)}\n`);
const broken = results.filter((result) => result.deterministic && !keeps(result));
const missed = results.filter((result) => !result.deterministic && !keeps(result));
console.log(
  `${results.length} numbers, ${missed.length} times over their budget, ${broken.length} broken. ` +
    `${failed.length === 0 ? "" : `Not measured: ${failed.join(", ")}. `}` +
    `The machine was ${busyBefore.toFixed(0)} % busy before; the numbers are in bench-results.json.`,
);
process.exit(broken.length + failed.length === 0 ? 0 : 1);
