import { execFile } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort, repository } from "./console-process";
import { becomeOwner } from "./sign-in";
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

/** What only the lab can tell. */
export interface RealWorld extends World {
  /** `npm run lab -- status`: what the hosts say, asked past the console. */
  status(): Promise<string>;
}

export function realOf(world: World): RealWorld {
  if ("status" in world) return world as RealWorld;
  throw new Error("This world is not the lab.");
}

/** Real machines in QEMU on two hosts made of network namespaces, and the console on them: what `npm run lab` starts. */
export async function openReal(): Promise<RealWorld> {
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
    const { stdout } = await execute(process.execPath, ["scripts/lab.mjs", ...verb], {
      cwd: repository,
      env,
      maxBuffer: 16 << 20,
    });
    return stdout;
  };
  const done = async (...verb: string[]) => void (await lab(...verb));
  const said = await lab("up").catch(async (error: unknown) => {
    await lab("down");
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    cookie: await becomeOwner(url, said),
    pair: prefix,
    machine: "ledger",
    hosts: { a: `${prefix}-a`, b: `${prefix}-b` },
    definition: { memoryMiB: 96, diskMiB: 64, image: "test-machine" },
    recoveryMs: 90_000,
    loseHost: (side) => done("kill", side),
    returnHost: (side) => done("revive", side),
    cutLinks: () => done("cut", "links"),
    mendLinks: () => done("mend", "links"),
    loseWitness: () => done("kill", "witness"),
    returnWitness: () => done("revive", "witness"),
    killConsole: () => done("kill", "console"),
    startConsole: () => done("revive", "console"),
    status: () => lab("status"),
    close: () => done("down"),
  };
}
