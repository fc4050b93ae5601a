import { type Command, commandSchema, type MaintenanceCommand } from "@v-available/domain/command";
import { isMaintenance } from "@v-available/domain/maintenance-command";
import type { ObservedTask, ObservedVm } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { ScreenStream } from "@v-available/orchestrator/screen";
import type { ConnectionLimits, TlsMaterial } from "./agent-connection";
import { refuseWhatIsLacking } from "./capability-answer";
import type { QemuConfig } from "./config";
import { freshView } from "./heard";
import { type AboutMachine, maintenanceRefusal, refusalOf } from "./illegal-command";
import { PairWatch } from "./pair-watch";
import { openScreenOn } from "./screen-route";
import { refuseWhatIsWrong } from "./wrong-command";

/** Hosts tell a change within a tenth of a second. */
const WORD_LIMIT_MS = 300;

/** Finds the agent that a command belongs to. Follows all agents from the first command on, without their old records. */
export class CommandRoute {
  readonly #watches: readonly PairWatch[];
  readonly #ready: Promise<void>;
  readonly #now: () => number;
  readonly #by: { readonly material: TlsMaterial; readonly limits: ConnectionLimits };
  /** Called at every word of any host. */
  readonly #listeners = new Set<() => void>();
  readonly #screens = new Set<ScreenStream>();

  constructor(options: {
    config: QemuConfig;
    material: TlsMaterial;
    limits: ConnectionLimits;
    now: () => number;
    firstLookMs?: number;
  }) {
    const { config, material, limits, now, firstLookMs = 1_500 } = options;
    this.#now = now;
    this.#by = { material, limits };
    const onChange = () => {
      for (const listener of [...this.#listeners]) listener();
    };
    this.#watches = config.pairs.map(
      (pair) => new PairWatch({ config: pair, material, limits, positions: null, now, onChange }),
    );
    this.#ready = new Promise((resolve) => {
      const look = () => {
        if (this.#watches.every((watch) => watch.settled)) done();
      };
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve();
      };
      const timer = setTimeout(done, firstLookMs);
      this.#listeners.add(look);
    });
  }

  async execute(asked: Command, taskKey: string): Promise<ObservedTask> {
    const command = parsed(asked);
    refuseWhatIsLacking(command);
    await this.#ready;
    // The host that has the key answers for it, wherever the machine is by now: nothing is carried out twice.
    const keeper = this.#keeperOf(taskKey);
    if (keeper !== null) return keeper.watch.followers[keeper.side].execute(taskKey, command);
    if (isMaintenance(command)) return this.#toHost(command, taskKey);
    if (command.kind === "vm.create") return this.#create(command, taskKey);
    return this.#toActiveSide(command, taskKey);
  }

  async openScreen(vmRef: string): Promise<ScreenStream> {
    await this.#ready;
    const onWord = (listener: () => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    };
    for (const watch of this.#watches) {
      const screen = await openScreenOn(watch, vmRef, this.#by, onWord);
      if (screen) {
        this.#screens.add(screen);
        screen.ended.then(() => this.#screens.delete(screen));
        return screen;
      }
    }
    throw this.#unknownMachine(vmRef);
  }

  async close(): Promise<void> {
    for (const screen of this.#screens) screen.close();
    await Promise.all(this.#watches.map((watch) => watch.close()));
  }

  async #toHost(command: MaintenanceCommand, taskKey: string): Promise<ObservedTask> {
    for (const watch of this.#watches) {
      const side = SIDES.find((one) => watch.config.hosts[one].ref === command.hostRef);
      if (side === undefined) continue;
      const refusal =
        command.kind === "host.enter-maintenance" ? maintenanceRefusal(side, watch.entities(), this.#now()) : null;
      if (refusal) throw refusal;
      return watch.followers[side].execute(taskKey, command);
    }
    throw new Refusal({
      code: "not-found",
      message: `There is no host ${command.hostRef}.`,
      field: "hostRef",
      value: command.hostRef,
      limit: `one of: ${this.#watches.flatMap(({ config }) => SIDES.map((side) => config.hosts[side].ref)).join(", ")}`,
      remedy: "Choose a host of this backend.",
    });
  }

  #keeperOf(taskKey: string): { watch: PairWatch; side: Side } | null {
    for (const watch of this.#watches) {
      for (const side of SIDES) {
        if (freshView(watch.heard, side)?.tasks.some((task) => task.key === taskKey)) return { watch, side };
      }
    }
    return null;
  }

  async #create(command: Extract<Command, { kind: "vm.create" }>, taskKey: string): Promise<ObservedTask> {
    const { definition } = command;
    const watch = this.#watches.find((one) => one.config.ref === definition.pairRef);
    const pairs = this.#watches.map((one) => one.config.ref).join(", ");
    if (watch === undefined) {
      throw new Refusal({
        code: "not-found",
        message: `There is no pair ${definition.pairRef}.`,
        field: "definition.pairRef",
        value: definition.pairRef,
        limit: `one of: ${pairs}`,
        remedy: "Choose a pair of this backend.",
      });
    }
    refuseWhatIsTaken(definition, this.#watches);
    const side = definition.side ?? roomierSide(watch);
    return watch.followers[side].execute(taskKey, { kind: "vm.create", definition: { ...definition, side } });
  }

  async #toActiveSide(command: AboutMachine, taskKey: string): Promise<ObservedTask> {
    for (const watch of this.#watches) {
      const judged = this.#judge(command, watch);
      if (judged === null) continue;
      // What its host has just said may still be on its way: a refusal must hold against that, too.
      const vm = judged.refusal === null ? judged.vm : await this.#judgeAgain(command, watch);
      try {
        return await watch.followers[vm.activeSide].execute(taskKey, command);
      } catch (error) {
        // The machine moved since the last view: its host says where to.
        const other = otherSide(vm.activeSide);
        const moved = error instanceof Refusal && error.code === "conflict" && error.detail.value === other;
        if (!moved) throw error;
        return watch.followers[other].execute(taskKey, command);
      }
    }
    throw this.#unknownMachine(command.vmRef);
  }

  /** On what the hosts say now; without a word of its host only that host could judge. */
  #judge(command: AboutMachine, watch: PairWatch): { vm: ObservedVm; refusal: Refusal | null } | null {
    const entities = watch.entities();
    const vm = entities.find((entity) => entity.kind === "vm" && entity.ref === command.vmRef);
    if (vm?.kind !== "vm") return null;
    watch.followers[vm.activeSide].refuseWhenLost();
    return { vm, refusal: refusalOf(command, vm, entities, this.#now()) };
  }

  async #judgeAgain(command: AboutMachine, watch: PairWatch): Promise<ObservedVm> {
    const untilMs = performance.now() + WORD_LIMIT_MS;
    for (;;) {
      const leftMs = untilMs - performance.now();
      await this.#word(leftMs);
      const judged = this.#judge(command, watch);
      if (judged === null) throw this.#unknownMachine(command.vmRef);
      if (judged.refusal === null) return judged.vm;
      if (leftMs <= 0) throw judged.refusal;
    }
  }

  /** Fulfilled by the next word of any host, or after so long without one. */
  #word(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, limitMs));
      this.#listeners.add(done);
    });
  }

  #unknownMachine(vmRef: string): Refusal {
    const deaf = this.#watches.filter((watch) => !watch.anyoneHeard).map((watch) => watch.config.name);
    return new Refusal({
      code: deaf.length > 0 ? "unreachable" : "not-found",
      message:
        deaf.length > 0
          ? `No machine ${vmRef} is known, and pair ${deaf.join(", ")} can't be heard.`
          : `There is no machine ${vmRef}.`,
      field: "vmRef",
      value: vmRef,
    });
  }
}

/** @throws Refusal invalid naming the first field that is wrong */
function parsed(command: Command): Command {
  const result = commandSchema.safeParse(command);
  if (result.success) return result.data;
  throw refuseWhatIsWrong(command, result.error);
}

function roomierSide(watch: PairWatch): Side {
  const free = (side: Side) => {
    const host = freshView(watch.heard, side)?.host;
    return host === undefined ? -1 : host.memoryMiB - host.usedMemoryMiB;
  };
  return free("b") > free("a") ? "b" : "a";
}

/** Names and MACs are unique in the whole backend; a pair can only look after its own. */
function refuseWhatIsTaken(definition: { name: string; mac: string | null }, watches: readonly PairWatch[]): void {
  const vms = watches.flatMap((watch) => watch.entities()).filter((entity) => entity.kind === "vm");
  for (const field of ["name", "mac"] as const) {
    const value = definition[field];
    if (value === null || !vms.some((vm) => vm[field] === value)) continue;
    throw new Refusal({
      code: "conflict",
      message: `There is already a machine with the ${field === "mac" ? "MAC" : "name"} ${value}.`,
      field: `definition.${field}`,
      value,
      limit: "each one once",
      remedy: field === "mac" ? "Leave it out to get a free one." : "Choose another name.",
    });
  }
}
