import type { Observed } from "@v-available/domain/observed";
import type { Change, Observation } from "@v-available/orchestrator/observation";
import { cutOff, isConsoleCutOff } from "./console";
import { fold } from "./folded-change";
import { cursorAt, journalEnd, recordsAfter } from "./journal";
import { type Sim, wallMs } from "./sim";
import { observe, observeAll } from "./view";

/** A watcher that has more than this waiting gets the rest folded. */
const WAITING_LIMIT = 64;

interface Watch {
  readonly waiting: Observation[];
  wake: (() => void) | null;
  closed: boolean;
}

/** Tells watchers what changed. Changes near to each other are told together; a sign of life is a change of nothing. */
export class Feed {
  readonly #watches = new Set<Watch>();
  readonly #sim: Sim;
  #toldAtMs = 0;
  /** When what is touched shall be told; null while nothing is. */
  #dueAtMs: number | null = null;
  #lifeDue = false;

  constructor(sim: Sim) {
    this.#sim = sim;
    this.#toldAtMs = sim.world.nowMs;
  }

  /** To be asked before time moves on: the moment by which there is something to tell. */
  dueAtMs(): number | null {
    const { touched, touchedTasks, removed, newRecords, world } = this.#sim;
    const some = touched.size > 0 || touchedTasks.size > 0 || removed.length > 0 || newRecords.length > 0;
    if (!some && !this.#lifeDue) return null;
    this.#dueAtMs ??= Math.max(world.nowMs, this.#toldAtMs + world.settings.rhythm.foldMs);
    return this.#dueAtMs;
  }

  signOfLife(): void {
    if (isConsoleCutOff(this.#sim.world)) this.#wakeAll();
    if (this.#toldAtMs < this.#sim.world.nowMs) this.#lifeDue = true;
  }

  tell(atMs: number): void {
    const sim = this.#sim;
    this.#toldAtMs = atMs;
    this.#dueAtMs = null;
    this.#lifeDue = false;
    if (this.#watches.size > 0 && !isConsoleCutOff(sim.world)) {
      const upserts: Observed[] = [];
      for (const [kind, refs] of sim.touched) for (const ref of refs) upserts.push(observe(sim, kind, ref));
      const change: Change = {
        type: "change",
        cursor: cursorAt(sim, journalEnd(sim)),
        atMs: wallMs(sim.world, atMs),
        heardAtMs: wallMs(sim.world, atMs),
        upserts,
        removed: sim.removed,
        tasks: [...sim.touchedTasks].flatMap((key) => sim.world.tasks[key]?.observed ?? []),
        records: sim.newRecords,
      };
      for (const watch of this.#watches) give(watch, change);
    }
    sim.touched.clear();
    sim.touchedTasks.clear();
    sim.removed = [];
    sim.newRecords = [];
  }

  async *observe(after: string | undefined, signal: AbortSignal): AsyncGenerator<Observation> {
    if (signal.aborted) return;
    if (isConsoleCutOff(this.#sim.world)) throw cutOff();
    // What is touched but not yet told is in the snapshot already; that it comes again as a change does no harm,
    // but its records would be doubled: so it is told first.
    this.tell(this.#sim.world.nowMs);
    const watch: Watch = { waiting: [this.#snapshot(after)], wake: null, closed: false };
    this.#watches.add(watch);
    const wake = () => watch.wake?.();
    signal.addEventListener("abort", wake);
    try {
      while (!signal.aborted && !watch.closed) {
        const next = watch.waiting.shift();
        if (next) yield next;
        else if (isConsoleCutOff(this.#sim.world)) throw cutOff();
        else
          await new Promise<void>((resolve) => {
            watch.wake = resolve;
          });
      }
    } finally {
      signal.removeEventListener("abort", wake);
      this.#watches.delete(watch);
    }
  }

  /** Ends every watch. */
  close(): void {
    for (const watch of this.#watches) watch.closed = true;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const watch of this.#watches) watch.wake?.();
  }

  #snapshot(after: string | undefined): Observation {
    const sim = this.#sim;
    return {
      type: "snapshot",
      cursor: cursorAt(sim, journalEnd(sim)),
      atMs: wallMs(sim.world, sim.world.nowMs),
      heardAtMs: wallMs(sim.world, sim.world.nowMs),
      entities: observeAll(sim),
      tasks: Object.values(sim.world.tasks).map((task) => task.observed),
      records: recordsAfter(sim, after),
    };
  }
}

function give(watch: Watch, change: Change): void {
  const last = watch.waiting.at(-1);
  if (watch.waiting.length >= WAITING_LIMIT && last?.type === "change")
    watch.waiting[watch.waiting.length - 1] = fold(last, change);
  else watch.waiting.push(change);
  watch.wake?.();
  watch.wake = null;
}
