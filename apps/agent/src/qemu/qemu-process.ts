import { EventEmitter } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { AgentConfig } from "@v-available/domain/agent-config";
import { pause, until, within } from "../deadline";
import { DetachedProcess, lastLines } from "../detached-process";
import type { Machine } from "../machine/machine";
import type { MachineFolder } from "../machine/machine-folder";
import { qemuArguments } from "./qemu-arguments";
import { Qmp, type QmpEvent } from "./qmp";
import { makeTap, removeTap } from "./tap";

/** States from which QEMU continues only after a reset. */
const DOWN: ReadonlySet<string> = new Set(["shutdown", "guest-panicked", "internal-error"]);

/** A firmware that resets once more does so first thing, before it looks for anything to boot. */
const FIRMWARE_RESET_MS = 2_000;

/** One running QEMU and its monitor. The process is detached: it lives on when the agent dies. */
export class QemuProcess {
  readonly at: MachineFolder;
  readonly #process: DetachedProcess;
  readonly #events = new EventEmitter();
  #qmp: Qmp;
  /** Fulfilled when the process is gone and its monitor is closed. */
  readonly ended: Promise<void>;

  private constructor(at: MachineFolder, process: DetachedProcess, qmp: Qmp) {
    this.at = at;
    this.#process = process;
    this.#qmp = qmp;
    this.#listen(qmp);
    this.ended = process.exited.then(() => this.#qmp.close());
  }

  static async start(
    config: Pick<AgentConfig, "qemu" | "images" | "lanBridge">,
    machine: Machine,
    at: MachineFolder,
    options: { paused?: boolean; incoming?: boolean } = {},
  ): Promise<QemuProcess> {
    await mkdir(path.dirname(at.monitors[0]), { recursive: true, mode: 0o700 });
    await Promise.all([...at.monitors, at.screen].map((socket) => rm(socket, { force: true })));
    await makeTap(at.tap, config.lanBridge);
    const image = machine.image === null ? null : config.images[machine.image];
    if (image === undefined) throw new Error(`image ${machine.image} is not on this host`);
    const args = qemuArguments(config.qemu, machine, image, at, options);
    const files = { identity: at.qemuIdentity, log: at.qemuLog };
    const process = await DetachedProcess.start(config.qemu.system, args, files);
    const gone = process.exited.then(async () => {
      throw new Error(`QEMU ended while it started: ${await lastLines(at.qemuLog)}`);
    });
    try {
      const qmp = await Promise.race([Qmp.connect(at.monitors[0], { timeoutMs: 20_000 }), gone]);
      return new QemuProcess(at, process, qmp);
    } catch (error) {
      await process.kill();
      await removeTap(at.tap);
      throw error;
    } finally {
      gone.catch(() => undefined);
    }
  }

  /** The QEMU that runs this machine since before the agent started, or null. */
  static async adopt(at: MachineFolder): Promise<QemuProcess | null> {
    const process = await DetachedProcess.adopt(at.qemuIdentity, `unix:${at.monitors[0]},server=on,wait=off`);
    if (!process) return null;
    return new QemuProcess(at, process, await Qmp.connect(at.monitors[0], { timeoutMs: 20_000 }));
  }

  get qmp(): Qmp {
    return this.#qmp;
  }
  get pid(): number {
    return this.#process.identity.pid;
  }

  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#events.on("event", listener);
    return () => this.#events.off("event", listener);
  }

  #listen(qmp: Qmp): void {
    qmp.onEvent((event) => {
      this.#events.emit("event", event);
    });
    qmp.closed.then(() => this.#reconnect());
  }

  /** A monitor that closed while QEMU lives (somebody reset the socket) is opened again. */
  async #reconnect(): Promise<void> {
    await pause(50);
    while (await this.#process.isAlive()) {
      try {
        this.#qmp = await Qmp.connect(this.at.monitors[0], { timeoutMs: 1_000 });
        this.#listen(this.#qmp);
        return;
      } catch {
        await pause(200);
      }
    }
  }

  /** kill -9, returns when it is gone. */
  async kill(): Promise<void> {
    await this.#process.kill();
    await removeTap(this.at.tap);
  }

  /** Starts a guest that went down again, inside this process: the mirror goes on over it. */
  async resetGuest(): Promise<void> {
    const status = async () => (await this.#qmp.command<{ status: string }>("query-status")).status;
    // QEMU tells of the end a moment before it has come to rest.
    await until(async () => (await status()) !== "running", 5_000, "the end of the guest");
    const reset = this.#qmp.nextEvent(({ event }) => event === "RESET", 5_000, "the reset");
    // As it was started, QEMU takes every reset for an end: ours, too, and the one that the firmware does on its own when
    // it finds that it has run before.
    await this.#qmp.command("set-action", { reboot: "reset" });
    try {
      await this.#qmp.command("system_reset");
      await reset;
      await until(async () => !DOWN.has(await status()), 5_000, "the reset to take effect");
      const firmware = this.#qmp.nextEvent(
        ({ event, data }) => event === "RESET" && data.guest === true,
        FIRMWARE_RESET_MS,
        "reset by the firmware",
      );
      await this.#qmp.command("cont");
      await firmware.catch(() => undefined);
    } finally {
      await this.#qmp.command("set-action", { reboot: "shutdown" });
    }
  }

  /** Presses the guest's power button and waits for it to go down, or not. */
  async powerDown(graceMs: number): Promise<void> {
    const down = this.#qmp.nextEvent(({ event }) => event === "SHUTDOWN", graceMs, "the guest's shutdown");
    await this.#qmp.command("system_powerdown").catch(() => undefined);
    await Promise.race([down, this.ended]).catch(() => undefined);
  }

  /**
   * Stops the guest, waits for its writes and ends. @returns false when it did not end by itself: writes may be missing
   */
  async quit(): Promise<boolean> {
    try {
      await this.#qmp.command("stop", undefined, { timeoutMs: 3_000 });
      await this.#qmp.command("quit", undefined, { timeoutMs: 3_000 });
      await within(this.ended, 5_000, "the end of QEMU");
      return true;
    } catch {
      return false;
    }
  }
}
