// npm run lab: real machines on two hosts made of network namespaces. The verbs are in lab/main.ts.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const verb = process.argv[2] ?? "up";
if (verb === "up" || verb === "hosts") {
  const { bundle } = await import("./bundle.mjs");
  await bundle(["apps/witness", "apps/agent"]);
}
const lab = spawn(process.execPath, ["--import", "tsx", "lab/main.ts", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// Ctrl-C goes to the whole foreground group; the lab's own command ends by it, and this one after it.
process.on("SIGINT", () => {});
lab.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === null ? 0 : 1);
});
