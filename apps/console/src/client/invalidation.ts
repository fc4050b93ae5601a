import type { Query, QueryClient } from "@tanstack/react-query";
import type { Touched, TouchedKind } from "@v-available/api/view/live";

/** A query refetches for a touched thing of these kinds; by id where its page shows one thing and little else. */
type Shows = readonly TouchedKind[];

const WORLD: Shows = ["site", "host", "pair", "link", "witness", "vm"];
const TROUBLE: Shows = ["fault", "alarm", "incident"];

/** What each procedure shows. A procedure that is not here refetches at every change: dear, never wrong. */
const SHOWN_BY: Readonly<Record<string, Shows>> = {
  "system.info": ["adapter", "alarm"],
  "overview.get": [...WORLD, ...TROUBLE, "rollout", "work-plan"],
  "machine.list": ["vm", "pair", "host", "site"],
  "machine.get": [...WORLD, ...TROUBLE, "event", "task", "policy", "rollout"],
  "machine.find": ["vm", "pair", "host", "site"],
  // Asked anew at each letter.
  "machine.values": [],
  // Asked anew at each of its own steps.
  "machine.load": [],
  "machine.previewBulk": [...WORLD, "task"],
  "machine.previewProtect": WORLD,
  "machine.previewCreate": WORLD,
  "machine.previewEdit": WORLD,
  "pair.list": [...WORLD, "alarm"],
  "pair.get": [...WORLD, ...TROUBLE, "event"],
  "pair.room": WORLD,
  "pair.previewForm": ["free-host", "pair", "witness", "task"],
  "site.list": [...WORLD, "free-host", "alarm"],
  "host.previewReplace": [...WORLD, "free-host", "task"],
  "host.maintenance": [...WORLD, "task"],
  "plan.list": ["work-plan", "host", "pair", "task"],
  "plan.get": ["work-plan", "host", "pair", "vm", "alarm", "task"],
  "plan.preview": WORLD,
  "plan.hosts": ["work-plan", "host", "pair"],
  "drill.list": ["vm", "pair", "adapter", "policy"],
  "rollout.list": ["rollout"],
  "fault.list": TROUBLE,
  "fault.get": [...TROUBLE, "event", "vm"],
  "incident.get": [...TROUBLE, "event", "vm"],
  "event.list": ["event"],
  "task.list": ["task"],
  "task.get": ["task"],
  "lab.catalogue": ["event"],
  "audit.list": ["audit"],
  "view.list": ["view"],
};

/** Figures that only moved wait this long, so that a fleet under load does not keep every page busy. */
const MEASURE_PAUSE_MS = 1_000;

/** What answers "what if" follows every change of state at once, and figures that only moved this much later. */
const ADVICE: ReadonlySet<string> = new Set(["host.maintenance", "pair.room", "plan.preview", "machine.previewBulk"]);
const ADVICE_PAUSE_MS = 10_000;

const pathOf = (query: Query): string | null => {
  const [path] = query.queryKey as readonly unknown[];
  return Array.isArray(path) ? path.join(".") : null;
};

/** The beginning of a list stays as it was answered: what is read on from it follows the changes. */
function isBeginning({ queryKey: [, given], state }: Query): boolean {
  const { input } = (given ?? {}) as { input?: { held?: unknown } };
  return input?.held === null && state.data !== undefined;
}

function concerns(query: Query, touched: ReadonlySet<TouchedKind>, moved: ReadonlySet<TouchedKind>): boolean {
  const path = pathOf(query);
  if (path === null || isBeginning(query)) return false;
  const shows = SHOWN_BY[path];
  if (shows === undefined || shows.some((kind) => touched.has(kind))) return true;
  const rests = ADVICE.has(path) && Date.now() - query.state.dataUpdatedAt < ADVICE_PAUSE_MS;
  return !rests && shows.some((kind) => moved.has(kind));
}

/**
 * Turns the stream's "touched" into refetches: gathered for one animation frame, one refetch at a time for each query
 * (a change during a refetch is answered by one more after it), and none while the tab is hidden.
 */
export class Invalidation {
  readonly #client: QueryClient;
  readonly #touched = new Set<TouchedKind>();
  readonly #measured = new Set<TouchedKind>();
  readonly #moved = new Set<TouchedKind>();
  readonly #busy = new Set<string>();
  readonly #again = new Set<string>();
  #everything = false;
  #frame: number | null = null;
  #pause: ReturnType<typeof setTimeout> | null = null;

  constructor(client: QueryClient) {
    this.#client = client;
  }

  touch(touched: readonly Touched[]): void {
    for (const { kind, what } of touched) (what === "state" ? this.#touched : this.#measured).add(kind);
    if (this.#touched.size > 0) this.#schedule();
    else if (this.#measured.size > 0) this.#pause ??= setTimeout(() => this.#endPause(), MEASURE_PAUSE_MS);
  }

  touchEverything(): void {
    this.#everything = true;
    this.#schedule();
  }

  /** Call when the tab becomes visible: what waited is refetched now. */
  resume(): void {
    this.#schedule();
  }

  stop(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#frame = null;
    this.#pause = null;
  }

  #endPause(): void {
    this.#pause = null;
    for (const kind of this.#measured) this.#moved.add(kind);
    this.#measured.clear();
    this.#schedule();
  }

  #schedule(): void {
    if (document.visibilityState === "hidden" || this.#frame !== null) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      this.#flush();
    });
  }

  #flush(): void {
    const everything = this.#everything;
    const touched = new Set(this.#touched);
    const moved = new Set(this.#moved);
    this.#everything = false;
    this.#touched.clear();
    this.#moved.clear();
    if (!everything && touched.size === 0 && moved.size === 0) return;
    for (const query of this.#client.getQueryCache().getAll()) {
      if (everything || concerns(query, touched, moved)) this.#refetch(query);
    }
  }

  #refetch(query: Query): void {
    // A page that is not on screen only learns that it is old; it asks when it is opened.
    if (!query.isActive()) {
      query.invalidate();
      return;
    }
    const { queryHash } = query;
    if (this.#busy.has(queryHash)) {
      this.#again.add(queryHash);
      return;
    }
    this.#busy.add(queryHash);
    // One that was under way before the change may have missed it: let it end, then ask anew.
    const settled = query.state.fetchStatus === "fetching" ? this.#fetch(query, false) : Promise.resolve();
    settled
      .then(() => this.#fetch(query, true))
      .finally(() => {
        this.#busy.delete(queryHash);
        if (this.#again.delete(queryHash)) this.#refetch(query);
      });
  }

  async #fetch(query: Query, anew: boolean): Promise<void> {
    await this.#client.refetchQueries(
      { queryKey: query.queryKey, exact: true, type: "active" },
      { cancelRefetch: anew, throwOnError: false },
    );
  }
}
