import fs from "node:fs";
import path from "node:path";
import type { Side } from "@v-available/domain/state";
import { hostDirectory } from "../agent-setup";
import { isRunning } from "../process";
import type { LabSettings } from "../settings";

const LOOK_EVERY_MS = 25;

/**
 * Looks at the processes themselves, whoever says what: of a machine that is not being moved, at most one QEMU may live
 * at any moment (S1). Looks forty times a second.
 */
export class InstanceWatch {
  readonly #lab: LabSettings;
  readonly #vmRef: string;
  readonly #timer: NodeJS.Timeout;
  /** Moments at which it lived on both hosts. */
  readonly twice: string[] = [];

  constructor(lab: LabSettings, vmRef: string) {
    this.#lab = lab;
    this.#vmRef = vmRef;
    this.#timer = setInterval(() => {
      if (this.pidOn("a") !== null && this.pidOn("b") !== null) this.twice.push(new Date().toISOString());
    }, LOOK_EVERY_MS);
  }

  pidOn(side: Side): number | null {
    const file = path.join(hostDirectory(this.#lab, side), "machine", this.#vmRef, "qemu.json");
    try {
      const { pid, startTicks } = JSON.parse(fs.readFileSync(file, "utf8")) as { pid: number; startTicks: number };
      return isRunning({ pid, beganAtTick: String(startTicks) }) ? pid : null;
    } catch {
      return null; // never written, or removed with its machine
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
