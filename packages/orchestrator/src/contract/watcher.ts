import {
  type HostRecord,
  hostRecordSchema,
  type Observed,
  type ObservedHost,
  type ObservedPair,
  type ObservedTask,
  type ObservedVm,
  type ObservedWitness,
} from "@v-available/domain/observed";
import { heardAtMsOf } from "@v-available/domain/pair-facts";
import { type Cursor, type Observation, observationSchema } from "../observation";
import type { Orchestrator } from "../orchestrator";

/**
 * Follows one `observe` call as the control plane does, and holds every answer to the rules of the port: parsed,
 * a snapshot first and only once, time not going back, no record missed and none twice.
 */
export class Watcher {
  readonly entities = new Map<string, Observed>();
  readonly tasks = new Map<string, ObservedTask>();
  readonly records: HostRecord[] = [];
  observations = 0;
  cursor: Cursor | undefined;
  #lastAtMs = 0;
  #allHeardAtMs: number | null = null;
  readonly #lastSequence: Map<string, number>;
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #error: unknown;

  /** @param from a watcher that has stopped: this one goes on after it. */
  constructor(orchestrator: Orchestrator, from?: Watcher) {
    this.cursor = from?.cursor;
    this.#lastSequence = new Map(from ? from.#lastSequence : []);
    this.#ended = this.#follow(orchestrator).catch((error: unknown) => {
      this.#error = error;
    });
  }

  async #follow(orchestrator: Orchestrator): Promise<void> {
    for await (const answer of orchestrator.observe({ after: this.cursor, signal: this.#abort.signal })) {
      this.#take(observationSchema.parse(answer));
    }
  }

  #take(observation: Observation): void {
    const first = this.observations++ === 0;
    if (first !== (observation.type === "snapshot"))
      throw new Error(`observation ${this.observations} is a ${observation.type}`);
    if (observation.atMs < this.#lastAtMs)
      throw new Error(`time went back from ${this.#lastAtMs} to ${observation.atMs}`);
    this.#lastAtMs = observation.atMs;
    const { heardAtMs } = observation;
    if (heardAtMs !== null && heardAtMs > observation.atMs)
      throw new Error(`pairs were heard at ${heardAtMs}, later than ${observation.atMs}`);
    this.#allHeardAtMs = heardAtMs;
    this.cursor = observation.cursor;
    for (const entity of observation.type === "snapshot" ? observation.entities : observation.upserts)
      this.entities.set(`${entity.kind} ${entity.ref}`, entity);
    if (observation.type === "change")
      for (const gone of observation.removed) this.entities.delete(`${gone.kind} ${gone.ref}`);
    for (const task of observation.tasks) this.tasks.set(task.key, task);
    for (const entity of this.entities.values())
      if (heardAtMs === null && entity.kind === "pair" && entity.heardWithAll)
        throw new Error(`${entity.ref} is heard with all, and it is not said when`);
    for (const record of observation.records) this.#takeRecord(hostRecordSchema.parse(record));
  }

  #takeRecord(record: HostRecord): void {
    const last = this.#lastSequence.get(record.source);
    if (last !== undefined && record.sequence !== last + 1)
      throw new Error(`${record.source}: record ${record.sequence} came after record ${last}`);
    this.#lastSequence.set(record.source, record.sequence);
    this.records.push(record);
  }

  /** Fails the test that asks when any answer broke a rule. */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
    this.check();
  }

  #all<Kind extends Observed["kind"]>(kind: Kind): Extract<Observed, { kind: Kind }>[] {
    this.check();
    return [...this.entities.values()].filter((entity) => entity.kind === kind) as Extract<Observed, { kind: Kind }>[];
  }

  vm(ref: string): ObservedVm | undefined {
    return this.#all("vm").find((vm) => vm.ref === ref);
  }
  vmNamed(name: string): ObservedVm | undefined {
    return this.#all("vm").find((vm) => vm.name === name);
  }
  vms(): ObservedVm[] {
    return this.#all("vm");
  }
  pair(ref: string): ObservedPair | undefined {
    return this.#all("pair").find((pair) => pair.ref === ref);
  }
  heardAtMs(pairRef: string): number {
    const pair = this.pair(pairRef);
    return pair === undefined ? 0 : heardAtMsOf(pair, pair.observedAtMs, this.#allHeardAtMs);
  }
  hostsOf(pairRef: string): ObservedHost[] {
    return this.#all("host").filter((host) => host.pairRef === pairRef);
  }
  witnessesOf(pairRef: string): ObservedWitness[] {
    return this.#all("witness").filter((witness) => witness.pairRef === pairRef);
  }
  recordsOf(vmRef: string): HostRecord[] {
    this.check();
    return this.records.filter((record) => record.vmRefs.includes(vmRef));
  }
}
