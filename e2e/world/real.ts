import { execFile } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort, repository } from "./console-process";
import type { World } from "./world";

const execute = promisify(execFile);

/** Short times in the proportions of the default ones: a failover takes seconds, a test too. */
const TIMING = {
  haHeartbeatMs: 250,
  haDeadMs: 3_000,
  leaseMs: 4_000,
  leaseMarginMs: 500,
  leaseRenewMs: 1_000,
  witnessTimeoutMs: 500,
  standbyDelayMs: 500,
  designateAfterMs: 6_000,
};

/** Real machines in QEMU on two hosts made of network namespaces, and the console on them: what `npm run lab` starts. */
export async function openReal(): Promise<World> {
  const port = await freePort();
  const prefix = `e${(process.pid % 46_656).toString(36)}`;
  const env = {
    ...process.env,
    LAB_PREFIX: prefix,
    LAB_DIR: path.join(os.tmpdir(), `lab-${prefix}`),
    LAB_TIMING: JSON.stringify(TIMING),
    PORT: String(port),
  };
  const lab = async (...verb: string[]) => {
    await execute(process.execPath, ["scripts/lab.mjs", ...verb], { cwd: repository, env, maxBuffer: 16 << 20 });
  };
  await lab("up");
  return {
    url: `http://127.0.0.1:${port}`,
    pair: prefix,
    machine: "ledger",
    hosts: { a: `${prefix}-a`, b: `${prefix}-b` },
    definition: { memoryMiB: 96, diskMiB: 64, image: "test-machine" },
    recoveryMs: 90_000,
    loseHost: (side) => lab("kill", side),
    returnHost: (side) => lab("revive", side),
    cutLinks: () => lab("cut", "links"),
    mendLinks: () => lab("mend", "links"),
    loseWitness: () => lab("kill", "witness"),
    returnWitness: () => lab("revive", "witness"),
    killConsole: () => lab("kill", "console"),
    startConsole: () => lab("revive", "console"),
    close: () => lab("down"),
  };
}
