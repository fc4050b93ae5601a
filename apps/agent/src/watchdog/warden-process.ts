import { spawn } from "node:child_process";
import net from "node:net";
import { jsonLine, LineSplitter } from "@v-available/domain/json-lines";
import { pause } from "../deadline";
import { machineFolder } from "../machine/machine-folder";
import { monotonicMs } from "../monotonic-clock";
import {
  bootId,
  findByArgument,
  identify,
  isAlive,
  killExactly,
  type ProcessIdentity,
  readIdentity,
  writeIdentity,
} from "../process-identity";
import { readDurable, writeDurably } from "../store/durable-file";
import { DeadlineTable } from "./deadline-table";
import { RestartBudget } from "./restart-budget";
import {
  abstractName,
  agentIdentityFile,
  deadlineFile,
  type WardenAnswer,
  type WardenRequest,
  wardenIdentityFile,
} from "./warden-frame";

const TICK_MS = 50;
const AGENT_CHECK_MS = 250;

export interface WardenOptions {
  readonly stateDirectory: string;
  /** How to start the agent again: program and arguments. */
  readonly agentCommand: readonly [string, ...string[]];
  readonly log: (message: string, facts?: Record<string, unknown>) => void;
}

/**
 * The process that stands outside the agent: it ends machines whose deadline passes while the agent is dead, hung or cut
 * off, and it starts a crashed agent again. It knows no protocol and trusts no network.
 */
export class Warden {
  readonly #options: WardenOptions;
  readonly #restarts = new RestartBudget();
  readonly #killing = new Map<string, Promise<void>>();
  #table = new DeadlineTable();
  #saving: Promise<void> = Promise.resolve();
  #startedAgent: ProcessIdentity | null = null;

  constructor(options: WardenOptions) {
    this.#options = options;
  }

  /** Runs until the agent was stopped on purpose and nothing is armed. @returns false where another warden is at work */
  async run(): Promise<boolean> {
    const { stateDirectory } = this.#options;
    const server = net.createServer((socket) => this.#serve(socket));
    const listening = await new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" ? resolve(false) : reject(error),
      );
      server.listen(abstractName("warden", stateDirectory), () => resolve(true));
    });
    if (!listening) return false;
    await this.#restore();
    const self = await identify(process.pid);
    if (self) await writeIdentity(wardenIdentityFile(stateDirectory), self);
    let nextAgentCheckMs = 0;
    for (;;) {
      const nowMs = monotonicMs();
      for (const vmRef of this.#table.overdue(nowMs)) this.#fence(vmRef, "its deadline passed");
      if (nowMs >= nextAgentCheckMs) {
        nextAgentCheckMs = nowMs + AGENT_CHECK_MS;
        if ((await this.#watchAgent()) === "stopped" && this.#table.isEmpty && this.#killing.size === 0) break;
      }
      await pause(TICK_MS);
    }
    server.close();
    return true;
  }

  /** A restarted warden goes on with the deadlines of before; those of an earlier boot mean nothing any more. */
  async #restore(): Promise<void> {
    const saved = (await readDurable(deadlineFile(this.#options.stateDirectory)).catch(() => null)) as {
      bootId: string;
      deadlines: { vmRef: string; untilMs: number }[];
    } | null;
    if (saved?.bootId === (await bootId())) this.#table = new DeadlineTable(saved.deadlines);
  }

  #save(): Promise<void> {
    this.#saving = this.#saving.then(async () =>
      writeDurably(deadlineFile(this.#options.stateDirectory), {
        bootId: await bootId(),
        deadlines: this.#table.all(),
      }),
    );
    return this.#saving;
  }

  #serve(socket: net.Socket): void {
    const splitter = new LineSplitter(1024 * 1024);
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: string) => {
      try {
        for (const line of splitter.push(chunk))
          this.#answer(JSON.parse(line) as WardenRequest).then(
            (answer) => !socket.destroyed && socket.write(jsonLine(answer)),
            (error: Error) => this.#options.log("a request failed", { reason: error.message }),
          );
      } catch {
        socket.destroy();
      }
    });
  }

  async #answer(request: WardenRequest): Promise<WardenAnswer> {
    if ("arm" in request) {
      this.#table.arm(request.arm);
      await this.#save();
    } else if ("disarm" in request) {
      this.#table.disarm(request.disarm);
      await this.#save();
    } else if ("fence" in request) {
      await Promise.all(request.fence.map((vmRef) => this.#fence(vmRef, "the agent asked")));
    }
    return { id: request.id, deadlines: this.#table.all() };
  }

  /** Ends exactly the machine's QEMU. The deadline goes only once the process is gone. */
  #fence(vmRef: string, why: string): Promise<void> {
    const running = this.#killing.get(vmRef);
    if (running) return running;
    const untilMs = this.#table.all().find((deadline) => deadline.vmRef === vmRef)?.untilMs;
    const work = async () => {
      const at = machineFolder(this.#options.stateDirectory, vmRef);
      const identities = await findByArgument(`unix:${at.monitors[0]},server=on,wait=off`);
      const written = await readIdentity(at.qemuIdentity);
      if (written) identities.push(written);
      for (const identity of identities)
        if (await killExactly(identity)) this.#options.log("killed a machine", { vmRef, pid: identity.pid, why });
      while ((await Promise.all(identities.map(isAlive))).some((alive) => alive)) await pause(5);
      // Armed again meanwhile: that is for a later instance.
      const still = this.#table.all().find((deadline) => deadline.vmRef === vmRef)?.untilMs;
      if (still === untilMs) this.#table.disarm([vmRef]);
      await this.#save();
    };
    const killing = work()
      .catch((error: Error) => this.#options.log("could not kill a machine", { vmRef, reason: error.message }))
      .finally(() => this.#killing.delete(vmRef));
    this.#killing.set(vmRef, killing);
    return killing;
  }

  /** An agent that stopped on purpose removes its identity file; one that is dead with its file there has crashed. */
  async #watchAgent(): Promise<"running" | "stopped"> {
    const identity = await readIdentity(agentIdentityFile(this.#options.stateDirectory));
    if (!identity) return "stopped";
    if (await isAlive(identity)) return "running";
    if (this.#startedAgent && (await isAlive(this.#startedAgent))) return "running";
    if (this.#restarts.delayMs(monotonicMs()) > 0) return "running";
    this.#restarts.started(monotonicMs());
    const [program, ...args] = this.#options.agentCommand;
    const child = spawn(program, args, { detached: true, stdio: "inherit" });
    child.on("error", (error) => this.#options.log("the agent does not start", { reason: error.message }));
    child.unref();
    this.#startedAgent = child.pid === undefined ? null : await identify(child.pid);
    this.#options.log("started the agent again", { crashed: identity.pid, pid: child.pid });
    return "running";
  }
}
