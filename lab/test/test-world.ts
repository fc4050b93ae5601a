import type { ObservedVm } from "@v-available/domain/observed";
import type { Side } from "@v-available/domain/state";
import { expect } from "vitest";
import { awaitIdenticalCopies } from "../disk-copies";
import type { Lab } from "../lab";
import { isMirrored, LabWatch } from "../lab-watch";
import { makeMachine, testMachine } from "../machine-command";
import { WriterProcess } from "../writer-process";
import { InstanceWatch } from "./instance-watch";
import { openTestLab, type TestLabOptions } from "./test-lab";

const NAME = "ledger";
const RESTORE_LIMIT_MS = 60_000;
const TAKEOVER_LIMIT_MS = 60_000;

/** A lab with one machine at High Availability, a client that writes to it without pause, and eyes on its processes. */
export class TestWorld {
  readonly lab: Lab;
  readonly writer: WriterProcess;
  readonly instances: InstanceWatch;
  readonly vmRef: string;
  watch: LabWatch;

  private constructor(lab: Lab, watch: LabWatch, vmRef: string, writer: WriterProcess) {
    this.lab = lab;
    this.watch = watch;
    this.vmRef = vmRef;
    this.writer = writer;
    this.instances = new InstanceWatch(lab.settings, vmRef);
  }

  static async open(options: TestLabOptions = {}): Promise<TestWorld> {
    const lab = await openTestLab(options);
    await makeMachine(lab.settings, NAME);
    const watch = await LabWatch.open(lab);
    const { ref, ip } = await watch.vmIs(NAME, "is protected", RESTORE_LIMIT_MS, isMirrored);
    const writer = new WriterProcess(lab, ip ?? testMachine(lab.settings, NAME, 1).ip ?? "");
    const world = new TestWorld(lab, watch, ref, writer);
    await writer.nextAck(RESTORE_LIMIT_MS);
    return world;
  }

  get vm(): ObservedVm {
    const vm = this.watch.vm(NAME);
    if (vm === undefined) throw new Error("The machine is not observed.");
    return vm;
  }
  get epoch(): number {
    return this.vm.register?.epoch ?? 0;
  }

  vmIs(what: string, limitMs: number, holds: (vm: ObservedVm) => boolean): Promise<ObservedVm> {
    return this.watch.vmIs(NAME, what, limitMs, holds);
  }

  /** This side alone has it, it runs there, and its client's writes are acknowledged. */
  async goesOnAlone(side: Side): Promise<void> {
    await this.vmIs(`goes on alone on ${side}`, TAKEOVER_LIMIT_MS, ({ register, instances, held }) => {
      const alone = register?.owner === side && register.inSync.length === 1 && register.inSync[0] === side;
      return alone && instances[side] === "Running" && !held;
    });
    await this.writer.nextAck(TAKEOVER_LIMIT_MS);
  }

  /**
   * Both copies count again, nothing acknowledged was lost, the copies are the same to the last byte, and at no moment
   * were there two of the machine.
   */
  async isWholeAgain(): Promise<void> {
    await this.vmIs("is protected again", RESTORE_LIMIT_MS, isMirrored);
    await this.writer.nextAck(RESTORE_LIMIT_MS);
    expect(this.writer.lost).toBe(0);
    expect(this.instances.twice).toEqual([]);
    await awaitIdenticalCopies(this.lab.settings, this.vmRef, this.writer);
  }

  async close(): Promise<void> {
    this.instances.stop();
    await this.watch.close();
    await this.writer.kill();
    await this.lab.down({ removeState: true });
  }
}
