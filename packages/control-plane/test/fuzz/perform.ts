import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { OPERATOR, type TestWorld } from "../world";
import { protectionOf } from "./fleet";
import type { Port } from "./port";
import type { DeskOp, FuzzRun, Op, Question } from "./run";

type Asking = (taskKey: string) => Promise<unknown>;

/** Does to a world what a run says, and remembers what was asked of it. */
export class Performer {
  readonly #world: TestWorld;
  readonly #port: Port;
  readonly #asked = new Map<string, () => Promise<unknown>>();
  /** Of what has this name; it stays the same for as long as that is there. */
  readonly #ids = new Map<string, string>();
  readonly #keys = new Set<string>();
  #helped = 0;
  kills = 0;

  constructor(world: TestWorld, port: Port) {
    this.#world = world;
    this.#port = port;
  }

  /** How many different intents were asked for. */
  get keys(): number {
    return this.#keys.size;
  }

  async performOnDesk(op: DeskOp): Promise<void> {
    switch (op.do) {
      case "break":
        this.#world.db.breakAt(op.at);
        return;
      case "kill":
        this.kills += 1;
        return this.#world.restart();
      case "cut":
        this.#port.cut(op.hears ? "mute" : "deaf");
        return;
      case "mend":
        this.#port.mend();
    }
  }

  async perform({ name }: Pick<FuzzRun, "name">, op: Op): Promise<void> {
    const { lab } = this.#world.simulator;
    switch (op.do) {
      case "inject":
        return unlessRefused(async () => lab.inject({ kind: op.kind, subjectRef: this.#refOf(op.subject) }));
      case "clear": {
        const ref = this.#refOf(op.subject);
        const fault = lab.active().find(({ kind, subjectRef }) => kind === op.kind && subjectRef === ref);
        if (fault) lab.clear(fault.id);
        return;
      }
      case "nothing":
        return;
      case "acknowledge":
      case "unacknowledge":
        return this.#handleAlarm(op);
      case "repeat":
        return unlessRefused(async () => this.#asked.get(`${name} ${op.key}`)?.());
      default: {
        const asking = await this.#askingOf(name, op);
        const key = `${name.slice(1).padStart(4, "0")}-8000-${String(op.key).padStart(12, "0")}`;
        if (asking) await this.#ask(key, asking, `${name} ${op.key}`);
      }
    }
  }

  /** Asks with a key of its own, which no run chose: what a person does when all is mended. */
  help(asking: Asking): Promise<void> {
    this.#helped += 1;
    return this.#ask(`0000-8000-${String(this.#helped).padStart(12, "0")}`, asking);
  }

  async #ask(key: string, asking: Asking, repeatedAs?: string): Promise<void> {
    const taskKey = `00000000-0000-7${key.slice(1)}`;
    this.#keys.add(taskKey);
    const ask = () => asking(taskKey);
    if (repeatedAs !== undefined) this.#asked.set(repeatedAs, ask);
    await unlessRefused(ask);
  }

  /** By the desk of the moment: between the first time and a repetition it may have been killed. */
  async #askingOf(pair: string, question: Question): Promise<Asking | null> {
    const verbs = () => this.#world.desk.verbs;
    switch (question.do) {
      case "create":
        return this.#creation(pair, question);
      case "enter-maintenance":
      case "leave-maintenance": {
        const hostId = await this.hostIdOf(pair, question.host);
        if (hostId === null) return null;
        const enters = question.do === "enter-maintenance";
        return (taskKey) => verbs()[enters ? "enterMaintenance" : "leaveMaintenance"]({ hostId, taskKey }, OPERATOR);
      }
      default: {
        const machineId = await this.#idOf(question.machine);
        if (machineId === null) return null;
        const of = (taskKey: string) => ({ machineId, taskKey });
        return (taskKey) => {
          switch (question.do) {
            case "stop":
              return verbs().stopMachine(of(taskKey), OPERATOR);
            case "start":
              return verbs().startMachine(of(taskKey), OPERATOR);
            case "remove":
              return verbs().removeMachine({ ...of(taskKey), confirmName: question.machine }, OPERATOR);
            case "protect":
              return verbs().protectMachine({ ...of(taskKey), protection: protectionOf(question) }, OPERATOR);
            case "drill":
              return verbs().drillMachine(of(taskKey), OPERATOR);
            case "end-drill":
              return verbs().endDrill(of(taskKey), OPERATOR);
            case "compare":
              return verbs().compareCopies(of(taskKey), OPERATOR);
            case "end-comparison":
              return verbs().endComparison(of(taskKey), OPERATOR);
            case "choose-copy":
              return verbs().chooseCopy(choice(of(taskKey), question.machine, question.keep), OPERATOR);
            case "switch-active":
              return verbs().switchActive({ ...of(taskKey), to: question.to }, OPERATOR);
          }
        };
      }
    }
  }

  async #creation(pair: string, question: Question & { readonly do: "create" }): Promise<Asking | null> {
    const pairId = await this.#idOf(pair);
    if (pairId === null) return null;
    const { key, side } = question;
    const machine = { name: `${pair}-made-${key}`, side, vcpus: 1, memoryMiB: 1_024, diskMiB: 2_048 };
    const identity = { image: null, mac: null, ip: null, guest: "linux" as const };
    const protection = protectionOf(question);
    return (taskKey) =>
      this.#world.desk.verbs.createMachine({ taskKey, pairId, ...machine, ...identity, protection }, OPERATOR);
  }

  async #handleAlarm(op: Op & { readonly do: "acknowledge" | "unacknowledge" }): Promise<void> {
    const { queries, verbs } = this.#world.desk;
    const open = await queries.alarmList({ limit: 300, includeCleared: false });
    const alarm = open.find(({ kind, subject }) => kind === op.kind && subject.name === op.subject);
    if (!alarm) return;
    const handle = op.do === "acknowledge" ? verbs.acknowledgeAlarm : verbs.unacknowledgeAlarm;
    await unlessRefused(() => handle({ alarmId: alarm.id }, OPERATOR));
  }

  #refOf(subject: string): string {
    const { vms } = this.#world.simulator.sim.world;
    const [, before = "", of = "", after = ""] = /^((?:\w+:)?)(.*?)((?:\/unknown)?)$/.exec(subject) ?? [];
    const ref = Object.values(vms).find(({ name }) => name === of)?.ref;
    return ref === undefined ? subject : `${before}${ref}${after}`;
  }

  async #idOf(name: string): Promise<string | null> {
    const { queries } = this.#world.desk;
    if (!this.#ids.has(name))
      for (const row of [...(await queries.machineList()), ...(await queries.pairList())])
        this.#ids.set(row.name, row.id);
    return this.#ids.get(name) ?? null;
  }

  /** As a person would find it: on the page of its pair. */
  async hostIdOf(pair: string, name: string): Promise<string | null> {
    const pairId = this.#ids.has(name) ? null : await this.#idOf(pair);
    if (pairId !== null) {
      const { hosts } = await this.#world.desk.queries.pair(pairId);
      for (const host of [hosts.a, hosts.b]) this.#ids.set(host.name, host.id);
    }
    return this.#ids.get(name) ?? null;
  }
}

/** With all that is typed for it. */
export const choice = (of: { machineId: string; taskKey: string }, confirmName: string, keep: Side) => ({
  ...of,
  keep,
  confirmName,
  reason: "Somebody has to choose.",
});

/** Refused or broken: both are answers that runs provoke. */
async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) && (error as Error).name !== "Broken") throw error;
  }
}
