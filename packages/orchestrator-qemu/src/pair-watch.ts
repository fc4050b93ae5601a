import type { WatchFrame } from "@v-available/domain/agent-wire";
import type { HostRecord, Observed, ObservedTask } from "@v-available/domain/observed";
import { SIDES, type Side } from "@v-available/domain/state";
import type { ConnectionLimits, TlsMaterial } from "./agent-connection";
import { AgentFollower } from "./agent-follower";
import type { PairConfig } from "./config";
import type { Positions } from "./cursor";
import { type BothHeard, freshView, type Heard, NEVER_HEARD } from "./heard";
import { mergePair } from "./merge-view";

/** Follows both agents of one pair: their merged entities, their tasks, and the journal records not taken yet. */
export class PairWatch {
  readonly config: PairConfig;
  readonly #heard: Record<Side, Heard> = { a: NEVER_HEARD, b: NEVER_HEARD };
  readonly followers: Readonly<Record<Side, AgentFollower>>;
  readonly #records: HostRecord[] = [];
  readonly #now: () => number;

  /** @param positions is moved along with the records that are taken in; null watches without old records */
  constructor(options: {
    config: PairConfig;
    material: TlsMaterial;
    limits: ConnectionLimits;
    positions: Positions | null;
    now: () => number;
    onChange: () => void;
  }) {
    const { config, material, limits, positions, onChange } = options;
    this.config = config;
    this.#now = options.now;
    const follow = (side: Side) =>
      new AgentFollower({ ...config.hosts[side], pairRef: config.ref, side }, material, limits, {
        afterSequence: (journal, last) => (positions === null ? last : (positions[journal] ?? 0)),
        onFrame: (frame, journal) => {
          if (positions !== null) this.#takeRecords(frame, journal, positions);
          this.#takeFrame(side, frame);
          onChange();
        },
        onLost: () => {
          this.#heard[side] = { ...this.#heard[side], connected: false };
          onChange();
        },
      });
    this.followers = { a: follow("a"), b: follow("b") };
  }

  get heard(): BothHeard {
    return this.#heard;
  }

  /** True when each agent has given its first whole view or could not be reached. */
  get settled(): boolean {
    return SIDES.every((side) => freshView(this.#heard, side) !== null || this.followers[side].triedInVain);
  }

  get anyoneHeard(): boolean {
    return SIDES.some((side) => freshView(this.#heard, side) !== null);
  }

  entities(): Observed[] {
    return mergePair(this.config, this.#heard);
  }

  /** The tasks of both hosts; one that both know is shown as the one that got further tells it. */
  tasks(): ObservedTask[] {
    const tasks = new Map<string, ObservedTask>();
    for (const task of SIDES.flatMap((side) => freshView(this.#heard, side)?.tasks ?? [])) {
      const known = tasks.get(task.key);
      const further = known === undefined || known.state === "running" || task.progressRatio > known.progressRatio;
      if (further) tasks.set(task.key, task);
    }
    return [...tasks.values()];
  }

  takeRecords(): HostRecord[] {
    return this.#records.splice(0);
  }

  async close(): Promise<void> {
    await Promise.all(SIDES.map((side) => this.followers[side].close()));
  }

  /** @throws Error when the host breaks the order of its journal */
  #takeRecords(frame: WatchFrame, journal: string, positions: Positions): void {
    for (const record of frame.records) {
      const next = (positions[journal] ?? 0) + 1;
      if (record.source !== journal || record.sequence !== next) {
        throw new Error(`it sent record ${record.sequence} of ${record.source} where ${next} of ${journal} was due`);
      }
      positions[journal] = next;
      this.#records.push(record);
    }
  }

  #takeFrame(side: Side, frame: WatchFrame): void {
    const before = this.#heard[side];
    // Pages of the journal come before the first view: until then an old view, from before a loss, is not fresh again.
    const connected = frame.view !== null || before.connected;
    this.#heard[side] = { view: frame.view ?? before.view, heardAtMs: this.#now(), connected };
  }
}
