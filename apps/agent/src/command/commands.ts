import { randomBytes } from "node:crypto";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { HostView } from "@v-available/domain/agent-wire";
import {
  type Command,
  commandSchema,
  type MachineCommand,
  type MaintenanceCommand,
  type PairCommand,
} from "@v-available/domain/command";
import { isForming } from "@v-available/domain/form-command";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { dialStopOf, type Protection } from "@v-available/domain/level";
import { isMaintenance } from "@v-available/domain/maintenance-command";
import type { ObservedTask } from "@v-available/domain/observed";
import { isDrill, isOfCopies, isRecovery } from "@v-available/domain/recovery-command";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";

import type { HostCommand } from "@v-available/pair-protocol/input";
import type { HostState } from "@v-available/pair-protocol/state";
import type { Logger } from "../log";
import { type Machine, parseMachine, writeMachine } from "../machine/machine";
import { maintenanceProgress } from "./maintenance-progress";
import { newMachine, type Taken } from "./new-machine";
import { type Progress, progressOf } from "./progress";
import { demandAllowed } from "./standing";
import type { Task, TaskStore } from "./task-store";

export interface CommandWorld {
  readonly config: AgentConfig;
  readonly tasks: TaskStore;
  readonly log: Logger;
  state(): HostState;
  view(): HostView;
  /** Hands a command to the protocol. @throws Refusal when that refuses it; fulfilled once it is durable */
  decide(commandId: string, command: HostCommand): Promise<void>;
  makeLeg(vmRef: string, machine: Machine, image: string | null): Promise<void>;
  removeLeg(vmRef: string): Promise<void>;
}

type AboutMachine = Exclude<MachineCommand, { kind: "vm.create" }>;

/** What controllers ask for: each key once, checked here first, then decided by the protocol. */
export class Commands {
  readonly #world: CommandWorld;
  readonly #underway = new Map<string, Promise<ObservedTask>>();
  /** Keys whose command the protocol has not taken yet: what can be seen says nothing about them. */
  readonly #undecided = new Set<string>();
  /** Creations are judged one after the other: two of one name must not pass side by side. */
  #creating: Promise<unknown> = Promise.resolve();
  readonly #failures = new Map<string, string>();
  #reviewing: Promise<boolean> | null = null;

  constructor(world: CommandWorld) {
    this.#world = world;
  }

  /** @throws Refusal */
  async execute(key: string, asked: Command): Promise<ObservedTask> {
    const command = forHosts(parsed(asked));
    const known = this.#world.tasks.find(key, command);
    const underway = this.#underway.get(key);
    if (underway) return underway;
    if (known) return known.observed;
    const work = this.#carryOut(key, command).finally(() => this.#underway.delete(key));
    this.#underway.set(key, work);
    return work;
  }

  #carryOut(key: string, command: PairCommand): Promise<ObservedTask> {
    if (isMaintenance(command)) return this.#aboutHost(key, command);
    return command.kind === "vm.create" ? this.#create(key, command) : this.#about(key, command);
  }

  async #aboutHost(key: string, command: MaintenanceCommand): Promise<ObservedTask> {
    const { ref, name } = this.#world.config.host;
    if (command.hostRef !== ref)
      throw new Refusal({
        code: "not-found",
        message: `This is ${name}, not ${command.hostRef}.`,
        field: "hostRef",
        value: command.hostRef,
        limit: ref,
        remedy: "Ask that host's own agent.",
      });
    const kind = command.kind === "host.enter-maintenance" ? "enter-maintenance" : "leave-maintenance";
    return this.#decide(key, command, null, { kind });
  }

  async #about(key: string, command: AboutMachine): Promise<ObservedTask> {
    const { config, tasks } = this.#world;
    const { vmRef } = command;
    const durable = this.#world.state().durable.vms[vmRef];
    if (!durable)
      throw new Refusal({
        code: "not-found",
        message: `There is no machine ${vmRef} on this host.`,
        field: "vmRef",
        value: vmRef,
      });
    if (durable.register.owner !== config.side)
      throw new Refusal({
        code: "conflict",
        message: `${durable.intent.name} is active on the other host.`,
        field: "vmRef",
        value: durable.register.owner,
        remedy: "Ask the agent of that side.",
      });
    if (command.kind === "vm.protect") refuseLevel(command.protection, "protection");
    const running = tasks.running().find((task) => task.vmRef === vmRef)?.observed ?? null;
    const view = this.#world.view();
    const vm = view.vms.find((one) => one.ref === vmRef);
    if (!vm) throw new Error(`machine ${vmRef} has no view`);
    const state = this.#world.state();
    const report = state.vms[vmRef]?.partner ?? null;
    const seesWitness = state.heard?.heartbeat.witnessLostMs === 0;
    demandAllowed(command, vm, view, { report, seesWitness }, running);
    const before = command.kind === "vm.protect" ? { before: durable.intent.declared } : {};
    return this.#decide(key, command, vmRef, hostCommand(command), before);
  }

  #create(key: string, command: Extract<Command, { kind: "vm.create" }>): Promise<ObservedTask> {
    const work = async () => {
      const { config } = this.#world;
      refuseLevel(command.definition.protection, "definition.protection");
      const random = () => randomBytes(8);
      const { machine, diskImage } = await newMachine(command.definition, config, this.#taken(), random);
      const vmRef = `vm-${randomBytes(6).toString("hex")}`;
      try {
        await this.#world.makeLeg(vmRef, machine, diskImage);
        return await this.#decide(key, command, vmRef, {
          kind: "create",
          vmRef,
          name: machine.name,
          spec: writeMachine(machine),
          declared: command.definition.protection,
          desiredPower: "on",
        });
      } catch (error) {
        // Refused: nothing half-made may be left.
        await this.#world.removeLeg(vmRef);
        throw error;
      }
    };
    const result = this.#creating.then(work, work);
    this.#creating = result.catch(() => undefined);
    return result;
  }

  #taken(): Taken {
    const { durable, identity } = this.#world.state();
    const machines = Object.values(durable.vms).map((vm) => ({ vm, machine: parseMachine(vm.intent.spec) }));
    const carried = machines.filter(
      ({ vm }) =>
        vm.intent.desiredPower === "on" &&
        (vm.register.owner === identity.side || dialStopOf(vm.intent.declared) !== "unprotected"),
    );
    return {
      names: machines.map(({ vm }) => vm.intent.name),
      macs: machines.map(({ machine }) => machine.mac),
      memoryMiB: carried.reduce((sum, { machine }) => sum + machine.memoryMiB, 0),
    };
  }

  /** The task is durable before the protocol decides, so that a crash in between cannot make the key free again. */
  async #decide(
    key: string,
    command: PairCommand,
    vmRef: string | null,
    forHost: HostCommand,
    of: Pick<Task, "before"> = {},
  ): Promise<ObservedTask> {
    const { tasks } = this.#world;
    const task: Task = {
      command,
      vmRef,
      startedAtMs: Date.now(),
      endedAtMs: null,
      observed: { key, state: "running", step: "begin", progressRatio: 0, etaAtMs: null, refusal: null },
      ...of,
    };
    if (vmRef !== null) this.#failures.delete(vmRef);
    this.#undecided.add(key);
    try {
      await tasks.put(task);
      await this.#world.decide(key, forHost);
    } catch (error) {
      await tasks.remove(key);
      throw error;
    } finally {
      this.#undecided.delete(key);
    }
    await this.review();
    return tasks.find(key, command)?.observed ?? task.observed;
  }

  /** Why something failed on a machine: a task that ends because of it says so. */
  noteFailure(vmRef: string, reason: string): void {
    this.#failures.set(vmRef, reason);
  }

  /** Looks at every task that runs. @returns whether one changed */
  review(): Promise<boolean> {
    this.#reviewing ??= this.#review().finally(() => {
      this.#reviewing = null;
    });
    return this.#reviewing;
  }

  async #review(): Promise<boolean> {
    const { tasks } = this.#world;
    const running = tasks.running();
    if (running.length === 0) return false;
    const view = this.#world.view();
    let changed = false;
    for (const task of running) {
      if (this.#undecided.has(task.observed.key)) continue;
      const progress = this.#progressOf(task, view);
      const { key, step, progressRatio } = task.observed;
      if (progress === "done") await tasks.end(key, Date.now(), "succeeded");
      else if ("code" in progress) await tasks.end(key, Date.now(), await this.#failed(task, progress));
      else if (progress.step === step && Math.abs(progress.progressRatio - progressRatio) < 0.01) continue;
      else tasks.note(key, progress);
      changed = true;
    }
    return changed;
  }

  /** Any failure of a change returns the machine to the level before, unless somebody has asked for another one since. */
  async #failed({ command, vmRef, before, observed }: Task, refusal: RefusalDetail): Promise<RefusalDetail> {
    const declared = vmRef === null ? undefined : this.#world.state().durable.vms[vmRef]?.intent.declared;
    if (command.kind !== "vm.protect" || !before || !declared) return refusal;
    const wanted = dialStopOf(command.protection);
    if (dialStopOf(declared) !== wanted) return refusal;
    const because = { faultKind: null, words: `the change to ${LEVEL_LABEL[wanted].word} failed` };
    const back = { kind: "protect", vmRef: command.vmRef, declared: before, because } as const;
    try {
      await this.#world.decide(`${observed.key} back`, back);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...refusal, message: `${refusal.message} Its level was not taken back: ${error.message}` };
    }
    return { ...refusal, message: `${refusal.message} It is back at ${LEVEL_LABEL[dialStopOf(before)].word}.` };
  }

  #progressOf({ command, vmRef, startedAtMs }: Task, view: HostView): Progress {
    const host = this.#world.state();
    if (isMaintenance(command)) return maintenanceProgress(command, host);
    const vm = view.vms.find((one) => one.ref === vmRef) ?? null;
    const state = vmRef === null ? undefined : host.vms[vmRef];
    return progressOf(command, startedAtMs, vm, {
      side: this.#world.config.side,
      nowMs: Date.now(),
      runsOnPartner: state?.partner?.instance === "running",
      switching: state?.switching !== null && state?.switching !== undefined,
      failure: vmRef === null ? null : (this.#failures.get(vmRef) ?? null),
    });
  }
}

function hostCommand(command: AboutMachine): HostCommand {
  const { vmRef } = command;
  switch (command.kind) {
    case "vm.delete":
      return { kind: "delete", vmRef };
    case "vm.start":
      return { kind: "start", vmRef };
    case "vm.stop":
      return { kind: "stop", vmRef };
    case "vm.protect":
      return { kind: "protect", vmRef, declared: command.protection };
    case "vm.switch-active":
      return { kind: "switch-active", vmRef, to: command.to };
  }
}

function parsed(command: Command): Command {
  const result = commandSchema.safeParse(command);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const detail: RefusalDetail = {
    code: "invalid",
    message: `The command was not understood: ${issue?.message ?? "it has another form"}.`,
    field: issue?.path.map(String).join("."),
    limit: issue?.message,
    remedy: "Correct the field and ask again.",
  };
  throw new Refusal(detail);
}

const NO_COPY_ELSEWHERE = "there is no asynchronous copy elsewhere";

function forHosts(command: Command): PairCommand {
  if (command.kind === "vm.heed")
    throw new Refusal({
      code: "unsupported",
      message: "QEMU pairs can't act on the settings of a policy yet.",
      field: "kind",
      value: command.kind,
      limit: "what the hosts of a pair do",
      remedy: "Choose a machine of a pair whose backend can.",
    });
  if (command.kind === "vm.edit")
    throw new Refusal({
      code: "unsupported",
      message:
        "QEMU pairs can't change the name or the size of a machine yet: both hosts keep its hardware as it was made.",
      field: "kind",
      value: command.kind,
      limit: "what the hosts of a pair do",
      remedy: "Make a machine of that size, and move the data inside the guests.",
    });
  if (isOfCopies(command))
    throw new Refusal({
      code: "unsupported",
      message: "QEMU pairs can't compare the copies of a machine or choose between them yet.",
      field: "kind",
      value: command.kind,
      limit: "what the hosts of a pair do",
      remedy: "Choose a machine of a pair whose backend can.",
    });
  if (isForming(command))
    throw new Refusal({
      code: "unsupported",
      message: "QEMU pairs are made by their certificates, and no host of one is replaced from a console.",
      field: "kind",
      value: command.kind,
      limit: "what the hosts of a pair do",
      remedy: "Set the hosts up themselves.",
    });
  if (!isRecovery(command) && !isDrill(command)) return command;
  throw new Refusal({
    code: "unsupported",
    message: `QEMU pairs can't do Disaster Recovery yet: ${NO_COPY_ELSEWHERE}.`,
    field: "kind",
    value: command.kind,
    limit: "what the hosts of a pair do",
    remedy: "Bring a host of the pair back.",
  });
}

/** What this host's hypervisor is not driven to do is refused, never pretended. */
function refuseLevel(protection: Protection, field: string): void {
  const lacking: [boolean, string, string][] = [
    [dialStopOf(protection) === "fault-tolerance", "Fault Tolerance", "the agents do not drive checkpoints"],
    [protection.separation === "site", "Remote Availability", "both hosts are in one site"],
    [protection.recovery !== "none", "Disaster Recovery", NO_COPY_ELSEWHERE],
  ];
  for (const [asked, name, reason] of lacking)
    if (asked)
      throw new Refusal({
        code: "unsupported",
        message: `QEMU pairs can't do ${name} yet: ${reason}.`,
        field,
        value: name,
        limit: "Unprotected or High Availability",
        remedy: "Choose High Availability.",
      });
}
