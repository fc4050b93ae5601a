import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { repository } from "../../world/console-process";
import type { Part } from "../part";
import type { Result } from "../result";

const execute = promisify(execFile);

/** Each package measures itself, in a process of its own, and prints what it found. */
const MEASURES = [
  "packages/domain/test/throughput.ts",
  "packages/pair-protocol/test/throughput.ts",
  "packages/orchestrator-simulator/test/throughput.ts",
  "packages/orchestrator-simulator/test/scale.ts",
  "packages/control-plane/test/throughput.ts",
];

/** What a process may take for a fleet of 50,000 machines: the collector of garbage would take whatever there is. */
const HEAP_MB = 800;

type Measured = Pick<Result, "what" | "value" | "unit"> & Partial<Pick<Result, "budget" | "atLeast">>;

/** How fast the parts below the console are. */
export const engine: Part = {
  name: "engine",
  async measure() {
    const results: Result[] = [];
    for (const script of MEASURES) {
      const tsx = path.join(repository, "node_modules", ".bin", "tsx");
      const { stdout } = await execute(tsx, [script], {
        cwd: repository,
        maxBuffer: 1 << 20,
        env: { ...process.env, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
      });
      for (const measured of JSON.parse(stdout) as Measured[])
        results.push({ part: "engine", budget: null, ...measured });
    }
    return results;
  },
};
