import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const bin = (name) => path.join(root, "node_modules", ".bin", name);
export const node = (...args) => [process.execPath, ...args];
export const npm = (...args) => [process.platform === "win32" ? "npm.cmd" : "npm", ...args];

/** Runs a command in the repository; resolves to its exit code. `quiet` keeps the output and shows it only on failure. */
export function run([file, ...args], { env = {}, quiet = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => kept.push(chunk));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(kept));
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}
