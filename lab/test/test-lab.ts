import os from "node:os";
import path from "node:path";
import { bundle } from "../../scripts/bundle.mjs";
import type { Timing } from "../agent-setup";
import { Lab } from "../lab";
import { installMissing, obstacle } from "../requirement";
import { type LabSettings, labSettings } from "../settings";

/** Times for tests: the proportions of the default ones, so that a failover takes seconds and not half a minute. */
export const FAST: Timing = {
  haHeartbeatMs: 250,
  haDeadMs: 3_000,
  leaseMs: 4_000,
  leaseMarginMs: 500,
  leaseRenewMs: 1_000,
  witnessTimeoutMs: 500,
  standbyDelayMs: 500,
  designateAfterMs: 6_000,
};

let made = 0;

export interface TestLabOptions {
  readonly timing?: Timing;
  readonly witnesses?: 1 | 2;
  /** Done before the lab's agents start. */
  readonly prepare?: (settings: LabSettings) => Promise<void>;
}

/** A lab of a test's own, under a prefix of its own, in the temporary folder; nothing of it is left after `dispose`. */
export async function openTestLab({
  timing = FAST,
  witnesses = 1,
  prepare = async () => undefined,
}: TestLabOptions = {}): Promise<Lab> {
  const reason = obstacle();
  if (reason !== null) throw new Error(reason);
  installMissing(console.info);
  await bundle(["apps/witness", "apps/agent"]);
  const prefix = `t${(process.pid % 46_656).toString(36)}${(made++).toString(36)}`;
  const settings = labSettings({
    LAB_PREFIX: prefix,
    LAB_DIR: path.join(os.tmpdir(), `lab-${prefix}`),
    LAB_WITNESSES: String(witnesses),
  });
  const lab = new Lab(settings);
  // What a test that was killed under the same number may have left.
  await lab.down({ removeState: true });
  const fresh = new Lab(settings);
  await prepare(settings);
  await fresh.up(timing);
  return fresh;
}
