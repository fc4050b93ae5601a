import { install } from "./install.mjs";
import { bin, run } from "./shell.mjs";

/** Plays every scenario of the fault lab and writes what came of it into docs/scenarios.md. */
export async function scenarios() {
  await install();
  return run([bin("tsx"), "scripts/write-scenarios.ts"]);
}
