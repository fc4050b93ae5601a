import { Refusal } from "@v-available/domain/refusal";
import { type ReplicaExport, StorageDaemon } from "../storage/storage-daemon";
import { ensureBlankDisk } from "./disk-file";
import type { MachineEnvironment } from "./environment";
import type { Machine } from "./machine";
import type { MachineFolder } from "./machine-folder";

const PORT_ATTEMPTS = 5;

/** This host's copy of a machine that runs on the partner: open for its mirror, or closed. */
export class ReplicaSide {
  readonly #vmRef: string;
  readonly #at: MachineFolder;
  readonly #env: MachineEnvironment;
  #daemon: StorageDaemon | null = null;

  constructor(vmRef: string, at: MachineFolder, env: MachineEnvironment) {
    this.#vmRef = vmRef;
    this.#at = at;
    this.#env = env;
  }

  get isServing(): boolean {
    return this.#daemon !== null;
  }

  async adopt(): Promise<boolean> {
    const daemon = await StorageDaemon.adopt(this.#at);
    if (daemon) this.#watch(daemon);
    return daemon !== null;
  }

  async serve(machine: Machine): Promise<void> {
    if (!this.#daemon) {
      await ensureBlankDisk(this.#at.disk, machine.diskBytes);
      this.#watch(await this.#start());
    }
    this.#env.report({ kind: "replica", vmRef: this.#vmRef, event: "serving" });
  }

  async #start(): Promise<StorageDaemon> {
    const { config, log } = this.#env;
    for (let attempt = 1; ; attempt++) {
      const port = this.#env.takePort(this.#vmRef);
      try {
        return await StorageDaemon.start(config.qemu.storageDaemon, this.#at, config.replication.localAddress, port);
      } catch (error) {
        if (attempt === PORT_ATTEMPTS) throw error;
        log.warn("the storage daemon did not start, trying another port", { vmRef: this.#vmRef, port });
      }
    }
  }

  #watch(daemon: StorageDaemon): void {
    this.#daemon = daemon;
    daemon.ended.then(() => {
      if (this.#daemon !== daemon) return;
      this.#daemon = null;
      this.#env.report({ kind: "replica", vmRef: this.#vmRef, event: "stopped" });
    });
  }

  /** Returns when the daemon is gone: no late write of the partner passes after that. */
  async stop(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = null;
    if (daemon) await daemon.stop();
    this.#env.report({ kind: "replica", vmRef: this.#vmRef, event: "stopped" });
  }

  /** What the partner's mirror connects to. @throws Refusal when this copy is closed */
  export(): ReplicaExport {
    if (this.#daemon) return this.#daemon.export;
    throw new Refusal({ code: "illegal-transition", message: "The copy of this machine is not being served." });
  }
}
