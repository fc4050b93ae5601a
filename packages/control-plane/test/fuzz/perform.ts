import { DIAL_STOPS, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { Refusal } from "@v-available/domain/refusal";
import { OPERATOR, type TestWorld } from "../world";
import type { Op } from "./fuzz-run";

/** Does to a world what a run says, and remembers what was asked of it. */
export class Performer {
  readonly #world: TestWorld;
  #pass: (ms: number) => Promise<void>;
  #last: (() => Promise<unknown>) | null = null;
  /** How many different intents were asked for. */
  keys = 0;

  constructor(world: TestWorld, pass: (ms: number) => Promise<void>) {
    this.#world = world;
    this.#pass = pass;
  }

  async perform(op: Op): Promise<void> {
    const { lab } = this.#world.simulator;
    switch (op.do) {
      case "pass":
        return this.#pass(op.ms);
      case "break":
        this.#world.db.breakAt(op.at);
        return;
      case "kill":
        return this.#world.restart();
      case "clear": {
        const fault = at(lab.active(), op.fault);
        if (fault) lab.clear(fault.id);
        return;
      }
      case "inject": {
        const offer = at(
          lab.catalogue().filter(({ subjects }) => subjects.length > 0),
          op.kind,
        );
        const subject = offer && at(offer.subjects, op.subject);
        if (subject) await unlessRefused(async () => lab.inject({ kind: offer.kind, subjectRef: subject.ref }));
        return;
      }
      case "acknowledge":
        return this.#acknowledge(op.alarm);
      case "repeat":
        if (this.#last) await unlessRefused(this.#last);
        return;
      case "ask":
        return this.#askOf(op);
    }
  }

  /** Asks with a key of its own; a refusal is an answer. */
  async ask(question: (taskKey: string) => Promise<unknown>): Promise<void> {
    this.keys += 1;
    const taskKey = `00000000-0000-7000-8000-${String(this.keys).padStart(12, "0")}`;
    this.#last = () => question(taskKey);
    await unlessRefused(this.#last);
  }

  async #askOf(op: Op & { readonly do: "ask" }): Promise<void> {
    const world = this.#world;
    const machine = at(await world.desk.queries.machineList(), op.machine);
    if (!machine) return;
    const protection = PROTECTION_OF_STOP[DIAL_STOPS[op.level] ?? "unprotected"];
    const to = machine.activeSide === "a" ? "b" : "a";
    // The desk of the moment: between the first time and a repetition it may have been killed.
    await this.ask((taskKey) => {
      const { verbs } = world.desk;
      const input = { machineId: machine.id, taskKey };
      if (op.verb === "stop") return verbs.stopMachine(input, OPERATOR);
      if (op.verb === "start") return verbs.startMachine(input, OPERATOR);
      if (op.verb === "protect") return verbs.protectMachine({ ...input, protection }, OPERATOR);
      return verbs.switchActive({ ...input, to }, OPERATOR);
    });
  }

  async #acknowledge(which: number): Promise<void> {
    const { queries, verbs } = this.#world.desk;
    const open = (await queries.alarmList({ limit: 300, includeCleared: false })).filter(
      ({ acknowledgedAtMs }) => acknowledgedAtMs === null,
    );
    const alarm = at(open, which);
    if (alarm) await unlessRefused(() => verbs.acknowledgeAlarm({ alarmId: alarm.id }, OPERATOR));
  }
}

const at = <T>(things: readonly T[], number: number): T | undefined => things[number % things.length];

/** Refused or broken: both are answers that runs provoke. */
async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal) && (error as Error).name !== "Broken") throw error;
  }
}
