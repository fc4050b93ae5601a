import type { BulkAsk, BulkRow } from "@v-available/api/view/bulk";
import type { TaskView } from "@v-available/api/view/task";

/** How it stands with one machine. */
export type BulkStanding =
  | { readonly is: "waiting" }
  | { readonly is: "asking" }
  /** Accepted: a task does it, with or without this page. */
  | { readonly is: "begun"; readonly step: string }
  | { readonly is: "done" }
  | { readonly is: "refused"; readonly because: string }
  | { readonly is: "failed"; readonly because: string }
  | { readonly is: "called-off" };

export interface BulkItem {
  readonly machineId: string;
  readonly name: string;
  readonly ask: BulkAsk;
  /** The same at each try: it is never done twice. */
  readonly taskKey: string;
  readonly standing: BulkStanding;
}

export interface BulkRun {
  /** "Stop 12 machines" */
  readonly title: string;
  readonly begunAtMs: number;
  readonly items: readonly BulkItem[];
  /** True where this page was opened again long after it was left: somebody has to say that it goes on. */
  readonly isPaused: boolean;
  /** Why nothing goes on at the moment, though it is tried; null where it does. */
  readonly silence: string | null;
}

export interface BulkDoing {
  /** Asks for one; the task it became, or null where it is done at once. */
  ask(item: BulkItem): Promise<TaskView | null>;
  /** What the server refused it for; null where it did not answer. */
  refusal(error: unknown): string | null;
  newKey(): string;
  nowMs(): number;
  pause(ms: number): Promise<void>;
  keep(run: BulkRun | null): void;
}

/** So many are asked for side by side; the control plane takes one after the other anyway. */
const LANES = 4;
const TRY_AGAIN_MS = 2_000;

/**
 * One action on several machines, asked for one after the other, each by its own verb and with its own key. What was asked
 * for goes on without this page; what was not can be called off.
 */
export class BulkRunner {
  readonly #doing: BulkDoing;
  readonly #listeners = new Set<() => void>();
  #run: BulkRun | null = null;
  #lanes = 0;

  constructor(doing: BulkDoing, before: BulkRun | null = null) {
    this.#doing = doing;
    // What was being asked when the page was left may have been heard or not: the same key makes it one.
    this.#run = before && {
      ...before,
      silence: null,
      items: before.items.map((item) =>
        item.standing.is === "asking" ? { ...item, standing: { is: "waiting" } as const } : item,
      ),
    };
    if (this.#run !== null && !this.#run.isPaused) this.#goOn();
  }

  get run(): BulkRun | null {
    return this.#run;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(title: string, rows: readonly BulkRow[]): void {
    const items = rows.flatMap(({ machineId, name, ask }) =>
      ask === null
        ? []
        : [{ machineId, name, ask, taskKey: this.#doing.newKey(), standing: { is: "waiting" } as const }],
    );
    this.#set({ title, begunAtMs: this.#doing.nowMs(), items, isPaused: false, silence: null });
    this.#goOn();
  }

  /** What has not begun is left. */
  callOff(): void {
    this.#change((item) => (item.standing.is === "waiting" ? { is: "called-off" } : item.standing));
  }

  resume(): void {
    if (this.#run === null) return;
    this.#set({ ...this.#run, isPaused: false });
    this.#goOn();
  }

  /** Out of sight; what was asked for goes on. */
  dismiss(): void {
    this.#set(null);
  }

  hear(tasks: readonly TaskView[]): void {
    const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
    this.#change((item) => {
      const task = item.standing.is === "begun" ? byKey.get(item.taskKey) : undefined;
      return task === undefined ? item.standing : standingOf(task);
    });
  }

  #goOn(): void {
    while (this.#lanes < LANES && this.#waiting() !== undefined) {
      this.#lanes++;
      this.#lane().finally(() => {
        this.#lanes--;
      });
    }
  }

  #waiting(): BulkItem | undefined {
    if (this.#run === null || this.#run.isPaused) return undefined;
    return this.#run.items.find(({ standing }) => standing.is === "waiting");
  }

  async #lane(): Promise<void> {
    for (let item = this.#waiting(); item !== undefined; item = this.#waiting()) {
      const { taskKey } = item;
      this.#put(taskKey, { is: "asking" });
      try {
        const task = await this.#doing.ask(item);
        this.#put(taskKey, task === null ? { is: "done" } : standingOf(task));
        this.#silence(null);
      } catch (error) {
        const because = this.#doing.refusal(error);
        this.#put(taskKey, because === null ? { is: "waiting" } : { is: "refused", because });
        if (because !== null) continue;
        this.#silence("The console's server does not answer; each is asked again with the same key.");
        await this.#doing.pause(TRY_AGAIN_MS);
      }
    }
  }

  #silence(silence: string | null): void {
    if (this.#run !== null && this.#run.silence !== silence) this.#set({ ...this.#run, silence });
  }

  #put(taskKey: string, standing: BulkStanding): void {
    this.#change((item) => (item.taskKey === taskKey ? standing : item.standing));
  }

  #change(next: (item: BulkItem) => BulkStanding): void {
    if (this.#run === null) return;
    let changed = false;
    const items = this.#run.items.map((item) => {
      const standing = next(item);
      if (standing === item.standing) return item;
      changed = true;
      return { ...item, standing };
    });
    if (changed) this.#set({ ...this.#run, items });
  }

  #set(run: BulkRun | null): void {
    this.#run = run;
    this.#doing.keep(run);
    for (const listener of this.#listeners) listener();
  }
}

function standingOf({ state, step, refusal }: TaskView): BulkStanding {
  if (state === "running") return { is: "begun", step };
  if (state === "succeeded") return { is: "done" };
  const because = refusal === null ? "" : [refusal.message, refusal.remedy].filter(Boolean).join(" ");
  return { is: "failed", because: because || (state === "cancelled" ? "It was called off." : "It gave no reason.") };
}

export interface BulkCounts {
  readonly all: number;
  readonly waiting: number;
  readonly begun: number;
  readonly done: number;
  readonly refused: number;
  readonly failed: number;
  readonly calledOff: number;
}

export function countsOf({ items }: BulkRun): BulkCounts {
  const of = (...those: BulkStanding["is"][]) => items.filter(({ standing }) => those.includes(standing.is)).length;
  return {
    all: items.length,
    waiting: of("waiting", "asking"),
    begun: of("begun"),
    done: of("done"),
    refused: of("refused"),
    failed: of("failed"),
    calledOff: of("called-off"),
  };
}
