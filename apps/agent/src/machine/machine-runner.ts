import { mkdir, rm } from "node:fs/promises";
import type { EffectKind, EffectOf } from "@v-available/pair-protocol/effect";
import { until } from "../deadline";
import { isAlive, readIdentity } from "../process-identity";
import { QemuProcess } from "../qemu/qemu-process";
import { removeTap } from "../qemu/tap";
import { startBitmap } from "../storage/block";
import type { ReplicaExport } from "../storage/storage-daemon";
import { syncFolder } from "../store/durable-file";
import { ActiveSide } from "./active-side";
import { hasDisk, makeDisk, takesWrites } from "./disk-file";
import { type MachineEnvironment, PEER_METHODS } from "./environment";
import { type Load, LoadMeter, NO_LOAD } from "./load-meter";
import { type Machine, parseMachine } from "./machine";
import { machineFolder, machinesFolder } from "./machine-folder";
import { announce, awaitIncoming, hasArrived, resumeSource, sendMemory } from "./migrate";
import { ReplicaSide } from "./replica-side";
import { SerialQueue } from "./serial-queue";

/** After a refusal of the disk, a guest that only this copy has tries again this often. */
const DISK_RETRY_MS = 2_000;
/** How long a guest may take to switch itself off before it is ended. */
const POWER_DOWN_GRACE_MS = 3_000;

/** One machine on this host: carries out the protocol's effects on it, one after the other, and reports what happens. */
export class MachineRunner {
  readonly vmRef: string;
  readonly #env: MachineEnvironment;
  readonly #at;
  readonly #queue = new SerialQueue();
  readonly #active: ActiveSide;
  readonly #replica: ReplicaSide;
  readonly #meter = new LoadMeter();
  #qemu: QemuProcess | null = null;
  #incoming: { qemu: QemuProcess; port: number } | null = null;
  /** Grows with each order to end the machine: a start that is under way then gives up. */
  #endOrders = 0;
  /** Set while the machine is being ended on purpose: whether every write is then where it belongs. */
  #ending: Promise<boolean> | null = null;
  #migratingOut = false;
  /** The protocol has heard of the end of the last process. A second word would be taken for the end of the next one. */
  #endSaid = false;
  #vcpus = 1;
  /** QEMU has stopped the guest before it saw that this host's disk refused a write or a read of it. */
  #stoppedByDisk = false;

  constructor(vmRef: string, env: MachineEnvironment) {
    this.vmRef = vmRef;
    this.#env = env;
    this.#at = machineFolder(env.config.stateDirectory, vmRef);
    this.#active = new ActiveSide(vmRef, this.#at, env);
    this.#replica = new ReplicaSide(vmRef, this.#at, env);
  }

  /** Queued work; a failure goes to the protocol, which decides whether to try again. */
  #do(effect: EffectKind, work: () => Promise<void>): Promise<void> {
    return this.#queue.add(work).catch((error: Error) => {
      this.#env.log.error(`${effect} failed`, { vmRef: this.vmRef, reason: error.message });
      this.#env.report({ kind: "effect-failed", effect, vmRef: this.vmRef, reason: error.message });
    });
  }

  /** A leg that the machine is made with: blank or from an image. @throws Refusal */
  async makeLeg(machine: Machine, image: string | null): Promise<void> {
    await this.#queue.add(() => makeDisk(this.#at.disk, machine.diskBytes, image));
  }

  startVm(effect: EffectOf<"start-vm">): Promise<void> {
    const orders = this.#endOrders;
    return this.#do("start-vm", async () => {
      const machine = parseMachine(effect.intent.spec);
      if (this.#qemu) return this.#reportRunning();
      this.#endSaid = false;
      if (orders !== this.#endOrders) return this.#reportStopped(false);
      try {
        const arrived = effect.why === "switch" && this.#incoming && (await hasArrived(this.#incoming.qemu));
        await this.#dropIncoming({ keep: arrived === true });
        if (arrived) await this.#continueArrived(effect.mirrored);
        else await this.#boot(machine, effect.mirrored);
      } catch (error) {
        await this.#end();
        this.#reportStopped(false);
        throw error;
      }
      if (orders !== this.#endOrders) await this.#end();
    });
  }

  async #boot(machine: Machine, mirrored: boolean): Promise<void> {
    this.#vcpus = machine.vcpus;
    await mkdir(this.#at.folder, { recursive: true, mode: 0o700 });
    const qemu = await QemuProcess.start(this.#env.config, machine, this.#at, { paused: mirrored });
    this.#own(qemu);
    if (mirrored) await this.#attachAndGo(qemu);
    this.#reportRunning();
  }

  async #continueArrived(mirrored: boolean): Promise<void> {
    const qemu = this.#incoming?.qemu;
    this.#incoming = null;
    if (!qemu) throw new Error("no machine has arrived");
    this.#own(qemu);
    if (mirrored) await this.#attachAndGo(qemu);
    else {
      // Both copies are equal at this moment: what is written from here on is all that the partner will lack.
      await startBitmap(qemu.qmp);
      await qemu.qmp.command("cont");
    }
    await announce(qemu).catch((error: Error) => this.#env.log.warn("announce failed", { reason: error.message }));
    this.#reportRunning();
  }

  async #attachAndGo(qemu: QemuProcess): Promise<void> {
    await this.#active.attachBeforeStart(qemu);
    await qemu.qmp.command("cont");
  }

  #own(qemu: QemuProcess): void {
    this.#qemu = qemu;
    this.#endSaid = false;
    this.#ending = null;
    qemu.onEvent(({ event, data }) => {
      if (event === "SHUTDOWN" && data.guest === true) this.#guestWentDown(qemu, String(data.reason));
      if (event === "BLOCK_IO_ERROR" && data.action === "stop") this.#diskRefused(qemu, String(data.reason));
      if (event === "RESUME") this.#stoppedByDisk = false;
    });
    qemu.ended.then(async () => {
      if (this.#qemu !== qemu) return;
      this.#qemu = null;
      this.#stoppedByDisk = false;
      this.#active.ended();
      const clean = await (this.#ending ?? false);
      // What was due is decided first: a machine that the warden ended at its deadline did not crash.
      this.#env.report({ kind: "tick" });
      this.#reportStopped(clean);
    });
  }

  #guestWentDown(qemu: QemuProcess, reason: string): void {
    this.#env.log.info("the guest went down", { vmRef: this.vmRef, reason });
    if (reason === "guest-shutdown") this.#do("shut-down-vm", () => this.#endCleanly(qemu));
    else this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "guest-crashed" });
  }

  /**
   * Where the partner's copy is as good, the machine leaves this disk for it. The last copy is not given up: the guest
   * stands, nothing is acknowledged, and the same access is tried until the disk takes it.
   */
  #diskRefused(qemu: QemuProcess, reason: string): void {
    // Within a copy the partner may have refused: giving the copy up makes the access anew.
    if (this.#active.isCatchingUp || this.#stoppedByDisk) return;
    this.#stoppedByDisk = true;
    this.#env.log.error("the disk refused", { vmRef: this.vmRef, reason });
    if (this.#active.isEstablished) this.#env.report({ kind: "leg", vmRef: this.vmRef, event: "failed" });
    const tryAgain = async () => {
      if (this.#qemu === qemu && this.#stoppedByDisk) await qemu.qmp.command("cont");
    };
    setTimeout(() => {
      tryAgain().catch((error: Error) => this.#env.log.warn("cont failed", { reason: error.message }));
    }, DISK_RETRY_MS);
  }

  #reportRunning(): void {
    const guardUntilMs = this.#env.guardUntilMs(this.vmRef);
    this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "running", guardUntilMs });
  }
  #reportStopped(clean: boolean): void {
    if (this.#endSaid) return;
    this.#endSaid = true;
    this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "stopped", clean });
  }

  /** At once, whatever else is under way; then once more in turn, for a start that was under way. */
  async killVm(): Promise<void> {
    this.#endOrders++;
    await Promise.all([this.#qemu?.kill(), this.#incoming?.qemu.kill()]);
    await this.#do("kill-vm", async () => {
      await this.#end();
      this.#reportStopped(false);
    });
  }

  async #end(): Promise<void> {
    await this.#dropIncoming({ keep: false });
    const qemu = this.#qemu;
    if (!qemu) return;
    await qemu.kill();
    await qemu.ended;
  }

  shutDown(): Promise<void> {
    const qemu = this.#qemu;
    if (!qemu) return this.#do("shut-down-vm", async () => this.#reportStopped(true));
    return this.#do("shut-down-vm", async () => {
      if (this.#qemu !== qemu) return;
      await qemu.powerDown(POWER_DOWN_GRACE_MS);
      await this.#endCleanly(qemu);
    });
  }

  /** Ends a machine so that its last writes are known to be on both copies, where it has two. */
  async #endCleanly(qemu: QemuProcess): Promise<void> {
    if (this.#qemu !== qemu) return;
    this.#ending = this.#active.holdsBothCopies().then(async (holds) => (await qemu.quit()) && holds);
    await this.#ending;
    await qemu.kill();
    await qemu.ended;
  }

  reset(): Promise<void> {
    return this.#do("reset-vm", async () => {
      if (!this.#qemu) return this.#reportStopped(false);
      await this.#qemu.resetGuest();
      this.#reportRunning();
    });
  }

  releaseWrites(): Promise<void> {
    // Not in turn: whatever is under way may be waiting for the very writes that this lets go.
    return this.#now("release-writes", async (qemu) => this.#active.release(qemu));
  }
  stopResync(): Promise<void> {
    return this.#now("stop-resync", async (qemu) => this.#active.release(qemu));
  }
  beginResync(full: boolean, copy: string): Promise<void> {
    return this.#do("begin-resync", async () => {
      if (!this.#qemu) throw new Error("the machine does not run here");
      this.#active.beginResync(this.#qemu, full, copy);
    });
  }
  async #now(effect: EffectKind, work: (qemu: QemuProcess) => Promise<void>): Promise<void> {
    if (!this.#qemu) return;
    await work(this.#qemu).catch((error: Error) => {
      this.#env.log.error(`${effect} failed`, { vmRef: this.vmRef, reason: error.message });
      this.#env.report({ kind: "effect-failed", effect, vmRef: this.vmRef, reason: error.message });
    });
  }

  serveReplica(spec: string): Promise<void> {
    return this.#do("serve-replica", async () => {
      if (this.#qemu) throw new Error("the machine runs here: its copy cannot be served");
      await this.#replica.serve(parseMachine(spec));
    });
  }
  stopReplica(): Promise<void> {
    return this.#do("stop-replica", () => this.#replica.stop());
  }
  replicaExport(): ReplicaExport {
    return this.#replica.export();
  }

  /** Where the screen of the machine is, while it runs here. */
  get screen(): string | null {
    return this.#qemu === null ? null : this.#at.screen;
  }

  /** Runs beside the queue, since it takes as long as the memory is large; a kill or a cancel ends it. */
  async migrateOut(): Promise<void> {
    const qemu = this.#qemu;
    if (!qemu || this.#migratingOut) return;
    this.#migratingOut = true;
    try {
      const method = PEER_METHODS.migrationTarget;
      const port = await until(
        () => this.#env.askPartner<number>(method, { vmRef: this.vmRef }).catch(() => undefined),
        30_000,
        "the partner's readiness",
        100,
      );
      if (!this.#active.isEstablished) throw new Error("the mirror is not established");
      await sendMemory(qemu, this.#env.config.replication.partnerAddress, port);
      this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "switchover-ready" });
    } catch (error) {
      const reason = (error as Error).message;
      this.#env.log.warn("migrate-out failed", { vmRef: this.vmRef, reason });
      this.#env.report({ kind: "effect-failed", effect: "migrate-out", vmRef: this.vmRef, reason });
    } finally {
      this.#migratingOut = false;
    }
  }

  migrateIn(spec: string): Promise<void> {
    return this.#do("migrate-in", async () => {
      if (this.#incoming || this.#qemu) return;
      const machine = parseMachine(spec);
      const qemu = await QemuProcess.start(this.#env.config, machine, this.#at, { paused: true, incoming: true });
      this.#vcpus = machine.vcpus;
      this.#incoming = { qemu, port: await awaitIncoming(qemu, this.#env.config.replication.localAddress) };
      qemu.ended.then(() => {
        if (this.#incoming?.qemu === qemu) this.#incoming = null;
      });
    });
  }
  migrationTarget(): number | null {
    return this.#incoming?.port ?? null;
  }
  async #dropIncoming(options: { keep: boolean }): Promise<void> {
    if (options.keep || !this.#incoming) return;
    const { qemu } = this.#incoming;
    this.#incoming = null;
    await qemu.kill();
  }

  completeMigration(): Promise<void> {
    return this.#do("complete-migration", async () => {
      // Paused since every write was on both copies.
      this.#ending = Promise.resolve(true);
      if (this.#qemu) await this.#end();
      else this.#reportStopped(true);
    });
  }
  cancelMigration(): Promise<void> {
    return this.#do("cancel-migration", async () => {
      await this.#dropIncoming({ keep: false });
      if (!this.#qemu) return;
      await resumeSource(this.#qemu);
      this.#reportRunning();
    });
  }

  deleteLeg(): Promise<void> {
    return this.#do("delete-leg", async () => {
      await this.#end();
      await this.#replica.stop();
      await rm(this.#at.folder, { recursive: true, force: true });
      await Promise.all(
        [...this.#at.monitors, this.#at.daemonMonitor, this.#at.screen].map((file) => rm(file, { force: true })),
      );
      await removeTap(this.#at.tap);
      await syncFolder(machinesFolder(this.#env.config.stateDirectory));
    });
  }

  /** After a restart of the agent: finds what goes on without it and reports each of it. */
  adopt(): Promise<void> {
    return this.#queue.add(async () => {
      if (!(await hasDisk(this.#at.disk))) this.#env.log.warn("the disk is not there", { vmRef: this.vmRef });
      if (await this.#replica.adopt()) this.#env.report({ kind: "replica", vmRef: this.vmRef, event: "serving" });
      const qemu = await QemuProcess.adopt(this.#at);
      if (!qemu) {
        // A disk that had failed and takes writes again is taken for another one: what it holds is not believed.
        if (await takesWrites(this.#at.folder)) this.#env.report({ kind: "leg", vmRef: this.vmRef, event: "replaced" });
        return this.#reportStopped(false);
      }
      const { status } = await qemu.qmp.command<{ status: string }>("query-status");
      this.#env.log.info("found the machine at work", { vmRef: this.vmRef, pid: qemu.pid, status });
      if (status === "inmigrate" || status === "prelaunch" || status === "internal-error") {
        // It never ran here, or cannot go on: it must not linger.
        await qemu.kill();
        return this.#reportStopped(false);
      }
      this.#own(qemu);
      const mirror = await this.#active.adopt(qemu, status === "paused");
      if (status === "postmigrate") {
        this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "switchover-ready" });
        return mirror.watch();
      }
      if (status === "paused" && !mirror.holds) await qemu.qmp.command("cont");
      this.#reportRunning();
      await mirror.watch();
      if (status === "io-error") this.#diskRefused(qemu, "found standing");
      if (status === "shutdown" || status === "guest-panicked")
        this.#env.report({ kind: "instance", vmRef: this.vmRef, event: "guest-crashed" });
    });
  }

  /** Nothing of this machine runs here. */
  static async isIdle(stateDirectory: string, vmRef: string): Promise<boolean> {
    const at = machineFolder(stateDirectory, vmRef);
    const [qemu, daemon] = await Promise.all([readIdentity(at.qemuIdentity), readIdentity(at.daemonIdentity)]);
    const alive = await Promise.all([qemu, daemon].map(async (one) => one !== null && (await isAlive(one))));
    return !alive.includes(true);
  }

  async load(): Promise<Load> {
    if (!this.#qemu) return NO_LOAD;
    return this.#meter.read(this.#qemu, this.#vcpus).catch(() => NO_LOAD);
  }
  get isStoppedByDisk(): boolean {
    return this.#stoppedByDisk;
  }
  /** The machine runs here, or its copy is open to the partner. */
  get isAtWork(): boolean {
    return this.#qemu !== null || this.#replica.isServing;
  }
}
