// The two commands of the README, and what they need: nothing but Node and npm. Everything here must run before
// anything is installed, so it imports only Node's own modules.
import { need } from "./run/node-version.mjs";

need(process.versions.node);
const [command = "start", ...rest] = process.argv.slice(2);
const commands = {
  start: () => import("./run/start.mjs").then((m) => m.start()),
  verify: () => import("./run/verify.mjs").then((m) => m.verify(rest)),
  lab: () => import("./run/lab.mjs").then((m) => m.lab(rest)),
  scenarios: () => import("./run/scenarios.mjs").then((m) => m.scenarios()),
  admission: () => import("./run/admission.mjs").then((m) => m.admission()),
  fuzz: () => import("./run/fuzz.mjs").then((m) => m.fuzz(rest)),
  "audit:verify": () => import("./run/audit-verify.mjs").then((m) => m.verifyAudit(rest)),
  bench: () => import("./run/bench.mjs").then((m) => m.bench(rest)),
};
const run = commands[command];
if (!run) {
  console.error(`There is no command "${command}". There are: ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}
try {
  process.exitCode = (await run()) ?? 0;
} catch (error) {
  // A Sentence is meant for the reader; anything else is a defect and shows its stack.
  console.error(error?.name === "Sentence" ? `\n${error.message}` : error);
  process.exitCode = 1;
}
