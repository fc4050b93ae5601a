import { install } from "./install.mjs";
import { bin, run } from "./shell.mjs";

/** Plays random faults and questions against the control plane over the simulator, for as long as it is given. */
export async function fuzz(args) {
  await install();
  return run([bin("tsx"), "packages/control-plane/test/fuzz/main.ts", ...args]);
}
