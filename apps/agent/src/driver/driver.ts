import type { Effect } from "@v-available/pair-protocol/effect";
import type { Input, InputFact } from "@v-available/pair-protocol/input";
import type { HostState } from "@v-available/pair-protocol/state";
import { step } from "@v-available/pair-protocol/step";
import type { ProtocolTiming } from "@v-available/pair-protocol/timing";
import type { Logger } from "../log";
import { monotonicMs } from "../monotonic-clock";

/** Carries out one effect. */
export interface EffectHandler {
  /** Must be on the disk when fulfilled. */
  persist(effect: Extract<Effect, { kind: "persist" }>): Promise<void>;
  /** Complete when fulfilled: nothing that needs the deadline starts before. */
  watchdog(effect: Extract<Effect, { kind: "arm-watchdog" | "disarm-watchdog" }>): Promise<void>;
  /** Begins everything else; what comes of it is reported as facts. */
  begin(effect: Exclude<Effect, { kind: "persist" | "arm-watchdog" | "disarm-watchdog" }>): void;
  /** The state after a step, before its effects are carried out. */
  stepped(state: HostState): void;
  /** A decision could not be made durable: nothing more may be carried out. */
  broken(error: Error): void;
}

const LONGEST_SLEEP_MS = 1_000;

/**
 * Runs the pair protocol on this host: facts come in one after the other, each makes one step, and the effects of a step
 * are carried out in their order before the next fact is looked at.
 */
export class Driver {
  readonly #timing: ProtocolTiming;
  readonly #handler: EffectHandler;
  readonly #log: Logger;
  readonly #inputs: Input[] = [];
  #state: HostState;
  #running = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: HostState, timing: ProtocolTiming, handler: EffectHandler, log: Logger) {
    this.#state = state;
    this.#timing = timing;
    this.#handler = handler;
    this.#log = log;
  }

  get state(): HostState {
    return this.#state;
  }

  report(fact: InputFact): void {
    if (this.#stopped) return;
    // The moment counts at which it was learned, not at which its turn comes.
    this.#inputs.push({ ...fact, nowMs: monotonicMs() });
    if (!this.#running) this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      for (let input = this.#inputs.shift(); input && !this.#stopped; input = this.#inputs.shift()) {
        const outcome = step(this.#state, input, this.#timing);
        this.#state = outcome.state;
        this.#handler.stepped(outcome.state);
        this.#log.debug("step", { input: input.kind, effects: outcome.effects.map((effect) => effect.kind) });
        for (const effect of outcome.effects) {
          if (effect.kind === "persist") await this.#handler.persist(effect);
          else if (effect.kind === "arm-watchdog" || effect.kind === "disarm-watchdog")
            await this.#handler.watchdog(effect);
          else this.#handler.begin(effect);
        }
        this.#wakeAt(outcome.wakeAtMs);
      }
    } catch (error) {
      this.stop();
      this.#handler.broken(error as Error);
    } finally {
      this.#running = false;
    }
  }

  #wakeAt(atMs: number): void {
    clearTimeout(this.#timer);
    const sleepMs = Math.min(LONGEST_SLEEP_MS, Math.max(0, atMs - monotonicMs()));
    this.#timer = setTimeout(() => this.report({ kind: "tick" }), sleepMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
