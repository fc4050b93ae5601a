import type { Command } from "@v-available/domain/command";
import type { Reading } from "@v-available/domain/load-history";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Capabilities } from "@v-available/orchestrator/capability";
import type { Observation } from "@v-available/orchestrator/observation";
import type { Orchestrator, Stretch } from "@v-available/orchestrator/orchestrator";
import type { ScreenStream } from "@v-available/orchestrator/screen";
import { parseCommand } from "@v-available/orchestrator/wrong-command";
import { CAPABILITIES } from "./capability";
import { clientNow } from "./client";
import { carryCommand, checkCommand } from "./command";
import { cutOff, isConsoleCutOff } from "./console";
import { type AfterEvent, advance } from "./engine";
import {
  type ActiveFault,
  activeFault,
  checkClear,
  checkInject,
  clear,
  type FaultLab,
  inject,
  offers,
} from "./fault-lab";
import { Feed } from "./feed";
import type { Fleet } from "./fleet";
import { drainInbox } from "./host-driver";
import { readImage, writeImage } from "./image";
import { leap } from "./leap";
import { moveWallClock } from "./move-wall-clock";
import { pastLoadOf } from "./past/past-load";
import { Screens } from "./screen/screens";
import type { Settings } from "./setting";
import { DEFAULT_SETTINGS } from "./setting";
import { after, type Sim, simOf, vmOf, wallMs } from "./sim";
import type { LoggedInput, SimulatorStore } from "./store";
import { observeVm } from "./view";
import type { SimClient } from "./world/machine";
import { buildWorld } from "./world-builder";
import type { EventOf } from "./world-event";
import { imageOf, type WorldImage } from "./world-image";

/** A fault that belongs to the world's own story, at a virtual time. */
export type PlannedFault = Omit<EventOf<"history">, "kind"> & { readonly atMs: number };

export interface NewSimulator {
  readonly seed: string;
  readonly fleet: Fleet;
  /** The wall clock at the world's beginning, virtual time 0. */
  readonly wallMs: number;
  readonly settings?: Partial<Settings> | undefined;
  readonly story?: readonly PlannedFault[] | undefined;
}

interface Surroundings {
  /** Without a store the world ends with the process. */
  readonly store?: SimulatorStore | undefined;
  readonly afterEvent?: AfterEvent | undefined;
}

/** A simulated fleet behind the port, and the lab that breaks it. Nothing happens in it but by `advanceTo`. */
export interface Simulator extends Orchestrator {
  readonly lab: FaultLab;
  /** The virtual time of the image that it was revived from, or of its beginning. */
  readonly beganAtMs: number;
  nowMs(): number;
  wallMs(): number;
  /** Lets virtual time pass. Going back is ignored. */
  advanceTo(virtualMs: number): void;
  /** Lets time pass over a world that sleeps, at once. Only of one that is kept nowhere yet: it could not be done again. */
  leapTo(virtualMs: number): void;
  /** From now on virtual time `nowMs()` is this wall clock. Only ever ahead. */
  setWallClock(wallMs: number): void;
  /** All of it as one text. */
  image(): { readonly text: string };
  /** What has changed since an image that was taken then, or all of it; to be read before time passes. */
  imageSince(atMs: number | null): WorldImage;
  /** What the machine's own client has seen of it. */
  clientOf(vmRef: string): Readonly<SimClient>;
  /** For tests of the simulator itself. */
  readonly sim: Sim;
}

export function createSimulator(options: NewSimulator & Surroundings): Simulator {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const sim = buildWorld({ seed: options.seed, fleet: options.fleet, settings, wallMs: options.wallMs });
  for (const { atMs, ...planned } of options.story ?? []) after(sim, atMs, { kind: "history", ...planned });
  return new SimulatedOrchestrator(sim, options);
}

/** The world as it was when the image was taken, with every input since then done again at its time. */
export function reviveSimulator(
  stored: { image: string | WorldImage; inputs: readonly LoggedInput[] },
  around: Surroundings = {},
): Simulator {
  const simulator = new SimulatedOrchestrator(simOf(readImage(stored.image)), around);
  for (const input of stored.inputs) simulator.replay(input);
  return simulator;
}

class SimulatedOrchestrator implements Simulator {
  readonly name = "simulator";
  readonly product = "Simulator";
  readonly sim: Sim;
  readonly beganAtMs: number;
  readonly lab: FaultLab;
  readonly #feed: Feed;
  readonly #screens: Screens;
  readonly #around: Surroundings;

  constructor(sim: Sim, around: Surroundings) {
    this.sim = sim;
    this.beganAtMs = sim.world.nowMs;
    this.#around = around;
    this.#feed = new Feed(sim);
    this.#screens = new Screens(sim);
    this.lab = {
      catalogue: () => offers(sim),
      active: () => Object.values(sim.world.faults).map((fault) => activeFault(sim, fault)),
      inject: (fault) => this.#inject(fault),
      clear: (id) => {
        checkClear(sim, id);
        this.#log({ kind: "clear", faultId: id });
        clear(sim, id);
        drainInbox(sim);
      },
    };
  }

  nowMs(): number {
    return this.sim.world.nowMs;
  }
  wallMs(): number {
    return wallMs(this.sim.world, this.sim.world.nowMs);
  }

  advanceTo(virtualMs: number): void {
    advance(this.sim, this.#feed, virtualMs, this.#around.afterEvent ?? null);
    this.#screens.look();
  }

  leapTo(virtualMs: number): void {
    if (this.#around.store) throw new Error("a world that is kept goes on step by step");
    leap(this.sim, virtualMs);
  }

  setWallClock(atWallMs: number): void {
    const wallOffsetMs = atWallMs - this.sim.world.nowMs;
    if (wallOffsetMs <= this.sim.world.wallOffsetMs) return;
    this.#log({ kind: "clock", wallOffsetMs });
    moveWallClock(this.sim, wallOffsetMs);
  }

  image(): { text: string } {
    return { text: writeImage(this.sim) };
  }

  imageSince(atMs: number | null): WorldImage {
    return imageOf(this.sim, atMs);
  }

  clientOf(vmRef: string): Readonly<SimClient> {
    return clientNow(this.sim, vmOf(this.sim, vmRef));
  }

  async pastLoad(vmRef: string, { fromMs, stepMs, points }: Stretch): Promise<readonly (Reading | null)[]> {
    const vm = this.sim.world.vms[vmRef];
    if (!vm) return [];
    const observed = observeVm(this.sim, vm);
    return Array.from({ length: points }, (_, at) =>
      pastLoadOf(this.sim, vm, observed, { fromMs: fromMs + at * stepMs, stepMs }),
    );
  }

  async capabilities(): Promise<Capabilities> {
    this.#mustComeThrough();
    return CAPABILITIES;
  }

  observe({ after: cursor, signal }: { after?: string | undefined; signal: AbortSignal }): AsyncIterable<Observation> {
    return this.#feed.observe(cursor, signal);
  }

  async execute(command: Command, taskKey: string): Promise<ObservedTask> {
    this.#mustComeThrough();
    const known = this.sim.world.tasks[taskKey];
    if (known) {
      if (JSON.stringify(known.command) === JSON.stringify(parseCommand(command))) return known.observed;
      throw new Refusal({
        code: "conflict",
        message: `The task key ${taskKey} names another command already.`,
        field: "taskKey",
        value: taskKey,
        limit: "one command a key",
        remedy: "Make a new key for each new intent.",
      });
    }
    const parsed = parseCommand(command);
    checkCommand(this.sim, parsed);
    this.#log({ kind: "command", command: parsed, taskKey });
    return carryCommand(this.sim, parsed, taskKey);
  }

  async openScreen(vmRef: string): Promise<ScreenStream> {
    this.#mustComeThrough();
    return this.#screens.open(vmRef);
  }

  #mustComeThrough(): void {
    if (isConsoleCutOff(this.sim.world)) throw cutOff();
  }

  async close(): Promise<void> {
    this.#feed.close();
    this.#screens.close();
  }

  replay(input: LoggedInput): void {
    if (input.number <= this.sim.world.inputs) return;
    this.advanceTo(input.atMs);
    this.sim.world.inputs = input.number;
    const { act } = input;
    try {
      if (act.kind === "command") carryCommand(this.sim, act.command, act.taskKey);
      else if (act.kind === "inject") inject(this.sim, act.fault, act.subjectRef);
      else if (act.kind === "clear") clear(this.sim, act.faultId);
      else moveWallClock(this.sim, act.wallOffsetMs);
    } catch (error) {
      // A host that refused then refuses again: that is the same history.
      if (!(error instanceof Refusal)) throw error;
    }
    drainInbox(this.sim);
  }

  #inject(fault: Parameters<FaultLab["inject"]>[0]): ActiveFault | null {
    checkInject(this.sim, fault);
    this.#log({ kind: "inject", fault: fault.kind, subjectRef: fault.subjectRef });
    const injected = inject(this.sim, fault.kind, fault.subjectRef);
    drainInbox(this.sim);
    this.#around.afterEvent?.(this.sim, null);
    return injected && activeFault(this.sim, injected);
  }

  /** Before anything comes of it: what was answered must be done again after a crash of the process. */
  #log(act: LoggedInput["act"]): void {
    const { world } = this.sim;
    const input: LoggedInput = { number: world.inputs + 1, atMs: world.nowMs, act };
    this.#around.store?.appendInput(input);
    world.inputs = input.number;
  }
}
