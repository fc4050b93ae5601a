import type { WitnessDurable, WitnessReply, WitnessRequest, WitnessState } from "@v-available/pair-protocol/witness";
import { partOf, restoreWitness, witnessStep } from "@v-available/pair-protocol/witness-step";
import { pairOf, type RegisterStore } from "./register-store";

/**
 * Judges requests one after the other in memory and writes in groups. No reply leaves before everything it could have
 * seen is on the disk: a renewal that shows a register waits for that register's write, too.
 */
export class RegisterKeeper {
  /** Made at a pair's first request, as of the start of this keeper. */
  readonly #states = new Map<string, WitnessState>();
  readonly #found: WitnessDurable;
  readonly #startedAtMs: number;
  #judged = 0;
  #durable = 0;
  readonly #unsaved = new Set<string>();
  readonly #waiting: { readonly needs: number; readonly send: () => void }[] = [];
  #saving: Promise<void> | null = null;

  private readonly store: Pick<RegisterStore, "save">;
  private readonly config: { readonly leaseMs: number };
  private readonly now: () => number;
  private readonly onBroken: (error: unknown) => void;

  /**
   * @param now the monotonic clock, in milliseconds
   * @param onBroken called when a write failed: memory is then ahead of the disk and this keeper answers nothing any more
   */
  constructor(options: {
    store: Pick<RegisterStore, "save">;
    durable: WitnessDurable;
    config: { readonly leaseMs: number };
    now: () => number;
    onBroken: (error: unknown) => void;
  }) {
    this.store = options.store;
    this.config = options.config;
    this.now = options.now;
    this.onBroken = options.onBroken;
    this.#found = options.durable;
    this.#startedAtMs = this.now();
  }

  /** The promise stays open for ever when the disk fails: no answer is the honest one. */
  judge(request: WitnessRequest): Promise<WitnessReply> {
    const { state, reply, persist } = witnessStep(this.#stateOf(request.pairRef), request, this.now(), this.config);
    this.#states.set(request.pairRef, state);
    if (persist) {
      this.#judged++;
      this.#unsaved.add(request.pairRef);
    }
    if (this.#durable === this.#judged) return Promise.resolve(reply);
    const needs = this.#judged;
    const answer = new Promise<WitnessReply>((resolve) => this.#waiting.push({ needs, send: () => resolve(reply) }));
    this.#saving ??= this.#save().catch(this.onBroken);
    return answer;
  }

  #stateOf(pairRef: string): WitnessState {
    return this.#states.get(pairRef) ?? restoreWitness(partOf(this.#found, pairRef), this.#startedAtMs);
  }

  async #save(): Promise<void> {
    while (this.#unsaved.size > 0) {
      const upTo = this.#judged;
      const pairs = [...this.#unsaved];
      this.#unsaved.clear();
      await Promise.all(
        pairs.map((pairRef) => this.store.save(pairRef, pairOf(this.#stateOf(pairRef).durable, pairRef))),
      );
      this.#durable = upTo;
      while (this.#waiting[0] !== undefined && this.#waiting[0].needs <= upTo) this.#waiting.shift()?.send();
    }
    this.#saving = null;
  }
}
