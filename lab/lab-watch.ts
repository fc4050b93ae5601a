import { randomUUID } from "node:crypto";
import type { Command } from "@v-available/domain/command";
import type { HostRecord, Observed, ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import type { QemuOrchestrator } from "@v-available/orchestrator-qemu/qemu-orchestrator";
import { qemuConfigFile } from "./agent-setup";
import type { Lab } from "./lab";
import { until } from "./shell";

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
