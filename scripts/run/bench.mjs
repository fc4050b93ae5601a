import { buildConsole } from "./build.mjs";
import { install } from "./install.mjs";
import { bin, run } from "./shell.mjs";

/** The budgets, measured in one run beside a baseline: prints a table and writes bench-results.json. */
export async function bench(args) {
  await install();
  await buildConsole();
  return run([bin("tsx"), "e2e/bench/main.ts", ...args]);
}
