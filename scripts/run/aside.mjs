import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { root } from "./shell.mjs";

/**
 * Starts a command that takes only the processor time that nobody else wants, and keeps what it says.
 * @returns what resolves to its exit code and its output
 */
export function aside([file, ...args]) {
  // A session of its own: Linux shares processors between sessions first, and only then by priority within them.
  const child = spawn(file, args, { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) {
    os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
    const session = `/proc/${child.pid}/autogroup`;
    if (fs.existsSync(session)) fs.writeFileSync(session, "19");
  }
  const interrupted = (signal) => {
    process.kill(-child.pid, "SIGTERM");
    process.kill(process.pid, signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, interrupted);
  const kept = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => kept.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupted);
      resolve({ code: code ?? 1, output: Buffer.concat(kept).toString() });
    });
  });
}
