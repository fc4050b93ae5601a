import { install } from "./install.mjs";
import { node, run } from "./shell.mjs";

/** Real machines on two hosts made of network namespaces: see lab/README.md. */
export async function lab(args) {
  await install();
  return run(node("scripts/lab.mjs", ...args));
}
