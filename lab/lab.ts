import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import type { Side } from "@v-available/domain/state";
import { Sentence } from "../scripts/run/sentence.mjs";
import { agentConfigFile, hostDirectory, type Timing, witnessConfigFile, writeConfigurations } from "./agent-setup";
import { mintCertificates } from "./certificates";
import {
  type Cut,
  type LabPart,
  networkDown,
  networkExists,
  networkUp,
  partsOf,
  processesIn,
  setCut,
  setPlugged,
} from "./network";
import { beganAtTick, isRunning, ProcessRecord, type StartedProcess } from "./process";
import { address, type LabSettings, namespace, PORTS, REPOSITORY, type WitnessName } from "./settings";
import { inNamespace, startDetached, until } from "./shell";
import { guestFiles } from "./test-machine";

/** A running lab: its state is in its folder, so that each command can be a process of its own. */
export class Lab {
  readonly settings: LabSettings;
  readonly processes: ProcessRecord;

  constructor(settings: LabSettings) {
    this.settings = settings;
    this.processes = new ProcessRecord(settings.directory);
  }

  /**
   * Namespaces, certificates, configurations, witness and both agents. What runs already goes on, a host that was
   * killed gets its power back, and what is left of a lab that ended badly is replaced; its machines' disks are kept.
   */
  async up(timing: Timing = {}): Promise<void> {
    fs.mkdirSync(this.settings.directory, { recursive: true });
    mintCertificates(this.settings);
    writeConfigurations(this.settings, await guestFiles(), timing);
    if (!(await networkExists(this.settings))) {
      await this.#removeNetwork();
      await networkUp(this.settings).catch(async (error: Error) => {
        await networkDown(this.settings).catch(() => undefined);
        if (!error.message.includes("not permitted")) throw error;
        throw new Sentence(
          "Root may not make network namespaces here, as in a container without CAP_NET_ADMIN and CAP_SYS_ADMIN. Run the lab in a virtual machine or on a computer of its own.",
        );
      });
      this.#saveCuts([]);
    }
    for (const name of this.settings.witnesses) await this.startWitness(name);
    for (const side of ["a", "b"] as const) await this.revive(side);
  }

  /** Ends everything this lab started. The folder stays unless it is asked for. */
  async down(options: { removeState: boolean }): Promise<void> {
    await this.killConsole();
    await this.#removeNetwork();
    if (options.removeState) fs.rmSync(this.settings.directory, { recursive: true, force: true });
  }

  async #removeNetwork(): Promise<void> {
    for (const part of await partsOf(this.settings)) await this.#killAllIn(part);
    await networkDown(this.settings);
  }

  async startWitness(name: WitnessName = "witness"): Promise<void> {
    const file = witnessConfigFile(this.settings, name);
    if (!fs.existsSync(file)) throw new Sentence("This lab has no alternate witness. Start one with LAB_WITNESSES=2.");
    const entry = path.join(REPOSITORY, "apps", "witness", "dist", "main.mjs");
    await this.#start(name, "witness", [process.execPath, entry, file]);
  }

  /** @returns whether it ran */
  killWitness(name: WitnessName = "witness"): Promise<boolean> {
    return this.processes.kill(name);
  }

  /** @returns whether it ran */
  killConsole(): Promise<boolean> {
    return this.processes.kill("console");
  }

  async startAgent(side: Side): Promise<void> {
    if (this.agentProcess(side) !== null) return;
    const entry = path.join(REPOSITORY, "apps", "agent", "dist", "main.mjs");
    await this.#start(`agent-${side}`, side, [process.execPath, entry, agentConfigFile(this.settings, side)]);
    const host = address.management(this.settings, side);
    if (this.cuts().includes(`management-${side}`)) return;
    await until(`agent ${side} answers on ${host}`, 30_000, () => connects(host, PORTS.controller));
  }

  /** Only the agent: machines and their watchdog, which starts a new agent, go on. @returns whether it ran */
  killAgent(side: Side): boolean {
    const agent = this.agentProcess(side);
    if (agent !== null) process.kill(agent.pid, "SIGKILL");
    return agent !== null;
  }

  /** Nothing runs on it: its plug was pulled. */
  async isOff(side: Side): Promise<boolean> {
    return (await processesIn(this.settings, side)).length === 0;
  }

  /** The agent that is at work now; its own record counts, because the watchdog may have started it anew. */
  agentProcess(side: Side): StartedProcess | null {
    const file = path.join(hostDirectory(this.settings, side), "agent.json");
    if (!fs.existsSync(file)) return null;
    const { pid, startTicks } = JSON.parse(fs.readFileSync(file, "utf8")) as { pid: number; startTicks: number };
    const agent = { pid, beganAtTick: String(startTicks) };
    return isRunning(agent) ? agent : null;
  }

  /** Power off: the cables go dark first, so that no dying process says goodbye, then everything on the host is killed. */
  async pullPlug(side: Side): Promise<void> {
    await setPlugged(this.settings, side, false, []);
    await this.#killAllIn(side);
  }

  async revive(side: Side): Promise<void> {
    await setPlugged(this.settings, side, true, this.cuts());
    await this.startAgent(side);
  }

  cuts(): Cut[] {
    const file = this.#cutsFile();
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : [];
  }

  async cut(cuts: readonly Cut[]): Promise<void> {
    this.#saveCuts([...new Set([...this.cuts(), ...cuts])]);
    for (const cut of cuts) await setCut(this.settings, cut, true);
  }

  async mend(cuts: readonly Cut[]): Promise<void> {
    this.#saveCuts(this.cuts().filter((cut) => !cuts.includes(cut)));
    for (const cut of cuts) await setCut(this.settings, cut, false);
  }

  logFile(name: string): string {
    return path.join(this.settings.directory, "log", `${name}.log`);
  }

  async #start(name: string, part: "a" | "b" | "witness", argv: readonly string[]): Promise<void> {
    if (this.processes.running(name) !== null) return;
    const pid = startDetached(inNamespace(namespace(this.settings, part), argv), this.logFile(name));
    this.processes.add(name, pid);
  }

  async #killAllIn(part: LabPart): Promise<void> {
    await until(`nothing runs in ${namespace(this.settings, part)}`, 10_000, async () => {
      const living = (await processesIn(this.settings, part)).filter((pid) => beganAtTick(pid) !== null);
      for (const pid of living) {
        try {
          process.kill(pid, "SIGKILL");
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
      }
      return living.length === 0;
    });
  }

  #cutsFile = () => path.join(this.settings.directory, "cuts.json");
  #saveCuts(cuts: readonly Cut[]) {
    fs.writeFileSync(this.#cutsFile(), JSON.stringify(cuts));
  }
}

const connects = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect({ host, port, timeout: 500 });
    const done = (value: boolean) => () => {
      socket.destroy();
      resolve(value);
    };
    socket.on("connect", done(true)).on("error", done(false)).on("timeout", done(false));
  });
