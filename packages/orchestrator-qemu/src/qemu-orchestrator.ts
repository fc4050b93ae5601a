import type { Command } from "@v-available/domain/command";
import type { Observed, ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Capabilities } from "@v-available/orchestrator/capability";
import type { Observation } from "@v-available/orchestrator/observation";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import type { ScreenStream } from "@v-available/orchestrator/screen";
import { type ConnectionLimits, DEFAULT_LIMITS, type TlsMaterial } from "./agent-connection";
import { QEMU_CAPABILITIES } from "./capability-answer";
import { CommandRoute } from "./command-route";
import type { QemuConfig } from "./config";
import { readCursor, writeCursor } from "./cursor";
import { ToldEntities } from "./entity-change";
import { PairWatch } from "./pair-watch";

export interface QemuOrchestratorOptions {
  readonly config: QemuConfig;
  readonly material: TlsMaterial;
  readonly limits?: ConnectionLimits;
  readonly now?: () => number;
  /** How long a snapshot waits for agents that do not answer. */
  readonly firstLookMs?: number;
  /** No agent of any pair heard for this long: the backend is gone. */
  readonly unreachableAfterMs?: number;
}

const SIGN_OF_LIFE_MS = 1_000;
/** Clocks and measurements that moved by themselves are told this often. */
const CLOCKS_EVERY_MS = 5_000;

/** Pairs of hosts with QEMU machines, through the agents on both hosts of each pair. */
export class QemuOrchestrator implements Orchestrator {
  readonly name: string;
  readonly product = "QEMU pair";
  readonly #options: QemuOrchestratorOptions;
  readonly #limits: ConnectionLimits;
  readonly #now: () => number;
  readonly #closed = new AbortController();
  #route: CommandRoute | null = null;

  constructor(options: QemuOrchestratorOptions) {
    this.#options = options;
    this.name = options.config.name;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#now = options.now ?? Date.now;
  }

  capabilities(): Promise<Capabilities> {
    return Promise.resolve(QEMU_CAPABILITIES);
  }

  async *observe(options: { after?: string | undefined; signal: AbortSignal }): AsyncIterable<Observation> {
    const { firstLookMs = 1_500, unreachableAfterMs = 5_000 } = this.#options;
    const signal = AbortSignal.any([options.signal, this.#closed.signal]);
    const positions = readCursor(options.after);
    const bell = new Bell(signal);
    const watches = this.#options.config.pairs.map(
      (config) =>
        new PairWatch({
          ...{ config, positions, limits: this.#limits, now: this.#now, onChange: () => bell.ring() },
          material: this.#options.material,
        }),
    );
    let lastAtMs = 0;
    const atMs = () => {
      lastAtMs = Math.max(lastAtMs, Math.floor(this.#now()));
      return lastAtMs;
    };
    const told = new ToldEntities();
    const toldTasks = new Map<string, string>();
    const newTasks = () => watches.flatMap((watch) => watch.tasks()).filter((task) => isNews(toldTasks, task));
    const records = () => watches.flatMap((watch) => watch.takeRecords());
    const entities = (): Observed[] => [...this.#options.config.sites, ...watches.flatMap((watch) => watch.entities())];

    try {
      const beganMs = performance.now();
      const elapsedMs = () => performance.now() - beganMs;
      while (!signal.aborted && !watches.every((watch) => watch.settled) && elapsedMs() < firstLookMs) {
        await bell.wait(firstLookMs - elapsedMs());
      }
      while (!signal.aborted && !watches.some((watch) => watch.anyoneHeard)) {
        if (elapsedMs() > unreachableAfterMs) throw this.#gone(watches);
        await bell.wait(200);
      }
      if (signal.aborted) return;
      const first = entities();
      told.changes(first, () => true);
      // Records first, cursor after: it stands for what this observation carries.
      const firstRecords = records();
      yield {
        type: "snapshot",
        cursor: writeCursor(positions),
        atMs: atMs(),
        heardAtMs: null,
        entities: first,
        tasks: newTasks(),
        records: firstRecords,
      };
      let signAtMs = performance.now();
      let clocksAtMs = signAtMs;
      let heardAtMs = signAtMs;
      while (!signal.aborted) {
        await bell.wait(Math.max(0, signAtMs + SIGN_OF_LIFE_MS - performance.now()));
        if (signal.aborted) return;
        const nowMs = performance.now();
        const alive = watches.some((watch) => watch.anyoneHeard);
        if (alive) heardAtMs = nowMs;
        else if (nowMs - heardAtMs > unreachableAfterMs) throw this.#gone(watches);
        // Counted from the last sign and not from the last news: under steady news it would never come.
        const due = nowMs - signAtMs >= SIGN_OF_LIFE_MS;
        const clocksDue = nowMs - clocksAtMs >= CLOCKS_EVERY_MS;
        // A pair's clock is how its staleness is told: it is never older than a sign of life.
        const { upserts, removed } = told.changes(entities(), (entity) => clocksDue || (due && entity.kind === "pair"));
        const change = { upserts, removed, tasks: newTasks(), records: records() };
        const isEmpty = Object.values(change).every((list) => list.length === 0);
        if (due) signAtMs = nowMs;
        if (isEmpty && !(due && alive)) continue;
        yield { type: "change", cursor: writeCursor(positions), atMs: atMs(), heardAtMs: null, ...change };
        if (clocksDue) clocksAtMs = nowMs;
      }
    } finally {
      await Promise.all(watches.map((watch) => watch.close()));
    }
  }

  async execute(command: Command, taskKey: string): Promise<ObservedTask> {
    return this.#openRoute().execute(command, taskKey);
  }

  async openScreen(vmRef: string): Promise<ScreenStream> {
    return this.#openRoute().openScreen(vmRef);
  }

  #openRoute(): CommandRoute {
    if (this.#closed.signal.aborted) throw new Error("A closed adapter was asked to do something.");
    this.#route ??= new CommandRoute({ ...this.#options, limits: this.#limits, now: this.#now });
    return this.#route;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#route?.close();
  }

  #gone(watches: readonly PairWatch[]): Refusal {
    const why = watches.flatMap((watch) => [watch.followers.a, watch.followers.b]).map((one) => one.lostBecause);
    return new Refusal({
      code: "unreachable",
      message: `None of the ${why.length} hosts of ${this.name} can be heard: ${why.find((reason) => reason !== null) ?? "no answer"}`,
      remedy: "The hosts go on without the console. Check the management network and the adapter's certificate.",
    });
  }
}

function isNews(told: Map<string, string>, task: ObservedTask): boolean {
  const text = JSON.stringify(task);
  if (told.get(task.key) === text) return false;
  told.set(task.key, text);
  return true;
}

/** Wakes one waiting loop; a ring while nobody waits is kept. */
class Bell {
  #rung = false;
  #wake: () => void = () => {};
  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.ring(), { once: true });
  }
  ring(): void {
    this.#rung = true;
    this.#wake();
  }
  async wait(limitMs: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = () => {};
    this.#rung = false;
  }
}
