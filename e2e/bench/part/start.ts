import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ConsoleProcess, freePort, repository } from "../../world/console-process";
import type { Part } from "../part";
import { processCost } from "../process-cost";
import type { Result } from "../result";

/** A copy of what a colleague would clone: nothing installed, nothing built. */
function freshCopy(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), "v-available-fresh-"));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  for (const file of listed.split("\0").filter(Boolean)) {
    const to = path.join(copy, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(repository, file), to, { force: true });
  }
  return copy;
}

/** `npm start` on a clone, and once more. */
export const start: Part = {
  name: "start",
  async measure() {
    const copy = freshCopy();
    const console_ = new ConsoleProcess({ PORT: String(await freePort()), DATA_DIR: path.join(copy, ".data") }, copy);
    const results: Result[] = [];
    const timed = async (what: string, budget: number) => {
      const beganAtMs = performance.now();
      await console_.start();
      results.push({ part: "start", what, value: (performance.now() - beganAtMs) / 1_000, unit: "s", budget });
    };
    try {
      await timed("npm start on a fresh clone", 180);
      await console_.end();
      await timed("npm start again", 10);
      const memory = console_.pid === null ? null : processCost(console_.pid);
      if (memory)
        results.push({
          part: "start",
          what: "resident memory after it",
          value: memory.residentMB,
          unit: "MB",
          budget: null,
        });
      await console_.end();
    } finally {
      await console_.end("SIGKILL");
      rmSync(copy, { recursive: true, force: true });
    }
    return results;
  },
};
