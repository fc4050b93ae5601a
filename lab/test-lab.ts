import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Command } from "@v-available/domain/command";
import type { HostRecord, Observed, ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import type { QemuOrchestrator } from "@v-available/orchestrator-qemu/qemu-orchestrator";
import { bundle } from "../scripts/bundle.mjs";
import { qemuConfigFile, type Timing } from "./agent-setup";
import { Lab } from "./lab";
import { installMissing, obstacle } from "./requirement";
import { labSettings } from "./settings";
import { until } from "./shell";

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

/** A lab of a test's own, under a prefix of its own, in the temporary folder; nothing of it is left after `dispose`. */
export async function openTestLab(timing: Timing = FAST): Promise<Lab> {
  const reason = obstacle();
  if (reason !== null) throw new Error(reason);
  installMissing(console.info);
  await bundle(["apps/witness", "apps/agent"]);
  const prefix = `t${(process.pid % 46_656).toString(36)}${(made++).toString(36)}`;
  const settings = labSettings({ LAB_PREFIX: prefix, LAB_DIR: path.join(os.tmpdir(), `lab-${prefix}`) });
  const lab = new Lab(settings);
  // What a test that was killed under the same number may have left.
  await lab.down({ removeState: true });
  const fresh = new Lab(settings);
  await fresh.up(timing);
  return fresh;
}

/** Follows the hosts as the console does. */
export class LabWatch {
  readonly orchestrator: QemuOrchestrator;
  readonly entities = new Map<string, Observed>();
  readonly records: HostRecord[] = [];
  readonly tasks = new Map<string, ObservedTask>();
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #error: unknown = null;

  private constructor(orchestrator: QemuOrchestrator) {
    this.orchestrator = orchestrator;
    this.#ended = this.#follow().catch((error: unknown) => {
      this.#error = error;
    });
  }

  static async open(lab: Lab): Promise<LabWatch> {
    await readFile(qemuConfigFile(lab.settings));
    return new LabWatch(await openQemuOrchestrator(qemuConfigFile(lab.settings)));
  }

  async #follow(): Promise<void> {
    for await (const observation of this.orchestrator.observe({ signal: this.#abort.signal })) {
      const entities = observation.type === "snapshot" ? observation.entities : observation.upserts;
      for (const entity of entities) this.entities.set(`${entity.kind} ${entity.ref}`, entity);
      if (observation.type === "change") {
        for (const gone of observation.removed) this.entities.delete(`${gone.kind} ${gone.ref}`);
      }
      this.records.push(...observation.records);
      for (const task of observation.tasks) this.tasks.set(task.key, task);
    }
  }

  vm(name: string): ObservedVm | undefined {
    if (this.#error !== null) throw this.#error;
    const vms = [...this.entities.values()].filter((entity) => entity.kind === "vm");
    return vms.find((vm) => vm.name === name);
  }

  /** Waits until what is known of the machine is so. */
  async vmIs(name: string, what: string, limitMs: number, holds: (vm: ObservedVm) => boolean): Promise<ObservedVm> {
    const known = () => `${name} ${what}; it is ${JSON.stringify(this.vm(name))}`;
    return until(known, limitMs, () => {
      const vm = this.vm(name);
      return vm !== undefined && holds(vm) ? vm : null;
    });
  }

  /** Asks for something and waits until it has been carried out. */
  async carryOut(command: Command, limitMs: number): Promise<void> {
    const key = randomUUID();
    await this.orchestrator.execute(command, key);
    const task = await until(`${command.kind} to end`, limitMs, () => {
      const known = this.tasks.get(key);
      return known !== undefined && known.state !== "running" ? known : null;
    });
    if (task.state !== "succeeded") throw new Error(`${command.kind} ${task.state}: ${task.refusal?.message ?? ""}`);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
    await this.orchestrator.close();
  }
}

export const isMirrored = (vm: ObservedVm): boolean =>
  vm.register?.inSync.length === 2 &&
  vm.mirror.replication === "Established" &&
  vm.mirror.legs.a === "UpToDate" &&
  vm.mirror.legs.b === "UpToDate" &&
  !vm.held;
