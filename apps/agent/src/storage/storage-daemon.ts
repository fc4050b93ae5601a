import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { within } from "../deadline";
import { DetachedProcess, lastLines } from "../detached-process";
import type { MachineFolder } from "../machine/machine-folder";
import { Qmp } from "../qemu/qmp";
import { readDurable, writeDurably } from "../store/durable-file";

/** Where the partner's mirror writes to. */
export interface ReplicaExport {
  readonly address: string;
  readonly port: number;
  /**
   * New with every start of the daemon. A mirror that reconnects by itself to a daemon that came after a crash would
   * not know that writes are missing; with a name of its own the old mirror finds nothing and keeps holding.
   */
  readonly exportName: string;
}

/**
 * Serves this host's copy of a disk to the partner. Stopping it is the fence: from then on no late write of the
 * partner reaches the copy.
 */
export class StorageDaemon {
  readonly export: ReplicaExport;
  readonly #process: DetachedProcess;
  readonly #at: MachineFolder;

  private constructor(at: MachineFolder, process: DetachedProcess, served: ReplicaExport) {
    this.#at = at;
    this.#process = process;
    this.export = served;
  }

  get ended(): Promise<void> {
    return this.#process.exited;
  }

  static async start(program: string, at: MachineFolder, address: string, port: number): Promise<StorageDaemon> {
    await mkdir(path.dirname(at.daemonMonitor), { recursive: true, mode: 0o700 });
    await rm(at.daemonMonitor, { force: true });
    const served = { address, port, exportName: `disk-${randomUUID().slice(0, 13)}` };
    await writeDurably(at.daemonExport, served);
    const args = [
      ...["--chardev", `socket,id=monitor0,path=${at.daemonMonitor},server=on,wait=off`],
      ...["--monitor", "chardev=monitor0"],
      ...["--blockdev", JSON.stringify({ driver: "file", "node-name": "file0", filename: at.disk })],
      ...["--blockdev", JSON.stringify({ driver: "raw", "node-name": "disk0", file: "file0" })],
      // A mirror, its successor while it reconnects, and probes.
      ...["--nbd-server", `addr.type=inet,addr.host=${address},addr.port=${port},max-connections=16`],
      // Write-through: QEMU's mirror does not pass the guest's flushes on, so every write must be durable by itself.
      ...["--export", `type=nbd,id=export0,node-name=disk0,name=${served.exportName},writable=on,writethrough=on`],
    ];
    const process = await DetachedProcess.start(program, args, { identity: at.daemonIdentity, log: at.daemonLog });
    const gone = process.exited.then(async () => {
      throw new Error(`the storage daemon ended while it started: ${await lastLines(at.daemonLog)}`);
    });
    try {
      // The monitor answers once every export of the command line is there.
      const qmp = await Promise.race([Qmp.connect(at.daemonMonitor, { outOfBand: false, timeoutMs: 10_000 }), gone]);
      qmp.close();
      return new StorageDaemon(at, process, served);
    } catch (error) {
      await process.kill();
      throw error;
    } finally {
      gone.catch(() => undefined);
    }
  }

  static async adopt(at: MachineFolder): Promise<StorageDaemon | null> {
    const mark = `socket,id=monitor0,path=${at.daemonMonitor},server=on,wait=off`;
    const process = await DetachedProcess.adopt(at.daemonIdentity, mark);
    if (!process) return null;
    const served = (await readDurable(at.daemonExport)) as ReplicaExport | null;
    if (served) return new StorageDaemon(at, process, served);
    await process.kill();
    return null;
  }

  /** Returns when it is gone. */
  async stop(): Promise<void> {
    await within(this.#process.kill(), 10_000, "the end of the storage daemon");
    await rm(this.#at.daemonMonitor, { force: true });
  }
}
