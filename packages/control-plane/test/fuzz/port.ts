import type { Command } from "@v-available/domain/command";
import type { ObservedTask } from "@v-available/domain/observed";
import { Refusal } from "@v-available/domain/refusal";
import type { Capabilities } from "@v-available/orchestrator/capability";
import type { Observation } from "@v-available/orchestrator/observation";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";

type Observing = Parameters<Orchestrator["observe"]>[0];

/** The way between the control plane and its orchestrator: it can be cut, and knows what was sent over it. */
export class Port implements Orchestrator {
  readonly #inner: Orchestrator;
  readonly #disturbances: () => number;
  readonly #carrying: <Answer>(command: Command, carry: () => Promise<Answer>) => Promise<Answer>;
  readonly #sent = new Map<string, { readonly command: string; disturbances: number }>();
  #cut: "deaf" | "mute" | null = null;
  #cuts = 0;
  #waiting: (() => void)[] = [];
  /** S11: what was sent again although its answer had been heard, or with another meaning. */
  readonly sentTwice: string[] = [];

  /**
   * @param disturbances how often so far an answer may have been lost on the other side of it
   * @param carrying looks at the world before and after what is carried out in it
   */
  constructor(
    inner: Orchestrator,
    disturbances: () => number,
    carrying: <Answer>(command: Command, carry: () => Promise<Answer>) => Promise<Answer>,
  ) {
    this.#inner = inner;
    this.#disturbances = disturbances;
    this.#carrying = carrying;
  }

  get name(): string {
    return this.#inner.name;
  }
  get product(): string {
    return this.#inner.product;
  }
  get isCut(): boolean {
    return this.#cut !== null;
  }

  /** @param how deaf: it is not even told what is asked of it; mute: only its answers are lost */
  cut(how: "deaf" | "mute"): void {
    this.#cut = how;
    this.#cuts += 1;
  }

  /** What was on its way meanwhile comes late. */
  mend(): void {
    this.#cut = null;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async capabilities(): Promise<Capabilities> {
    await this.#mended();
    return this.#inner.capabilities();
  }

  async *observe(observing: Observing): AsyncGenerator<Observation> {
    for await (const observation of this.#inner.observe(observing)) {
      await this.#mended(observing.signal);
      if (observing.signal.aborted) return;
      yield observation;
    }
  }

  async execute(command: Command, taskKey: string): Promise<ObservedTask> {
    this.#note(JSON.stringify(command), taskKey);
    if (this.#cut !== "deaf") {
      const answer = await this.#carrying(command, () => this.#inner.execute(command, taskKey));
      if (this.#cut === null) return answer;
    }
    throw new Refusal({ code: "unreachable", message: `The ${this.product} does not answer.` });
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #note(command: string, taskKey: string): void {
    const disturbances = this.#disturbances() + this.#cuts;
    const before = this.#sent.get(taskKey);
    this.#sent.set(taskKey, { command, disturbances });
    if (before && before.command !== command) this.sentTwice.push(`${taskKey} was sent with two meanings: ${command}`);
    else if (before?.disturbances === disturbances)
      this.sentTwice.push(`${taskKey} was sent again for no reason: ${command}`);
  }

  #mended(signal?: AbortSignal): Promise<void> {
    if (this.#cut === null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}
