/** One thing that will happen at a virtual time. Events are data, never closures, so that a world can be written down. */
export interface Scheduled<Event> {
  readonly atMs: number;
  readonly sequence: number;
  readonly event: Event;
}

/** What waits, as it is stored: by lane, each a binary heap ordered by (time, sequence), so equal times keep the order of asking. */
export interface EventQueue<Event> {
  lanes: Record<string, Scheduled<Event>[]>;
  nextSequence: number;
}

export const emptyQueue = <Event>(): EventQueue<Event> => ({ lanes: {}, nextSequence: 1 });

interface Lane<Event> {
  readonly heap: Scheduled<Event>[];
  /** Its place in the order of lanes; none while it is empty or stopped. */
  at: number | null;
  stopped: boolean;
}

const isBefore = (left: Scheduled<unknown>, right: Scheduled<unknown>) =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);

/**
 * The order in which what waits in all lanes comes: that of one queue. That there are lanes lets one of them stop, and
 * costs an event what waits in its own lane and not what waits in all of them.
 */
export class Agenda<Event> {
  readonly #queue: EventQueue<Event>;
  readonly #lanes = new Map<string, Lane<Event>>();
  /** A binary heap of the lanes that go on, by the first event of each. */
  readonly #order: Lane<Event>[] = [];

  /** @param stopped whether a lane of the stored queue stands still */
  constructor(queue: EventQueue<Event>, stopped: (lane: string) => boolean) {
    this.#queue = queue;
    for (const name in queue.lanes) this.#open(name, stopped(name));
  }

  schedule(laneName: string, atMs: number, event: Event): void {
    const lane = this.#lanes.get(laneName) ?? this.#open(laneName, false);
    push(lane.heap, { atMs, sequence: this.#queue.nextSequence++, event });
    if (lane.stopped) return;
    if (lane.at === null) this.#enter(lane);
    else this.#rise(lane, lane.at);
  }

  peek(): Scheduled<Event> | undefined {
    return this.#order[0]?.heap[0];
  }

  take(): Scheduled<Event> | undefined {
    const lane = this.#order[0];
    if (lane === undefined) return undefined;
    const first = pop(lane.heap);
    if (lane.heap.length === 0) this.#leave(lane);
    else this.#sink(lane, 0);
    return first;
  }

  /** What waits in a lane, in no order. */
  waiting(laneName: string): readonly Scheduled<Event>[] {
    return this.#queue.lanes[laneName] ?? [];
  }

  /** Time stands still in that lane from now on. */
  stop(laneName: string): void {
    const lane = this.#lanes.get(laneName) ?? this.#open(laneName, true);
    lane.stopped = true;
    if (lane.at !== null) this.#leave(lane);
  }

  /** It goes on; what waits there comes that much later. */
  goOn(laneName: string, laterMs: number, moved: (event: Event) => Event): void {
    const lane = this.#lanes.get(laneName);
    if (!lane?.stopped) return;
    lane.stopped = false;
    const later = lane.heap.map(({ atMs, sequence, event }) => ({
      atMs: atMs + laterMs,
      sequence,
      event: moved(event),
    }));
    // In order they are a heap, also where two times that differed by a bit are the same now.
    later.sort((one, other) => (isBefore(one, other) ? -1 : 1));
    lane.heap.splice(0, lane.heap.length, ...later);
    if (lane.heap.length > 0) this.#enter(lane);
  }

  #open(name: string, stopped: boolean): Lane<Event> {
    this.#queue.lanes[name] ??= [];
    const lane: Lane<Event> = { heap: this.#queue.lanes[name], at: null, stopped };
    this.#lanes.set(name, lane);
    if (!stopped && lane.heap.length > 0) this.#enter(lane);
    return lane;
  }

  #enter(lane: Lane<Event>): void {
    this.#order.push(lane);
    this.#rise(lane, this.#order.length - 1);
  }

  #leave(lane: Lane<Event>): void {
    const last = this.#order.pop();
    const at = lane.at;
    lane.at = null;
    if (last === undefined || at === null || last === lane) return;
    this.#rise(last, at);
    this.#sink(last, last.at ?? at);
  }

  #rise(lane: Lane<Event>, from: number): void {
    const order = this.#order;
    const first = firstOf(lane);
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = order[parentIndex] as Lane<Event>;
      if (!isBefore(first, firstOf(parent))) break;
      order[index] = parent;
      parent.at = index;
      index = parentIndex;
    }
    order[index] = lane;
    lane.at = index;
  }

  #sink(lane: Lane<Event>, from: number): void {
    const order = this.#order;
    const first = firstOf(lane);
    let index = from;
    for (;;) {
      let childIndex = index * 2 + 1;
      if (childIndex >= order.length) break;
      let child = order[childIndex] as Lane<Event>;
      const right = order[childIndex + 1];
      if (right !== undefined && isBefore(firstOf(right), firstOf(child))) {
        child = right;
        childIndex += 1;
      }
      if (!isBefore(firstOf(child), first)) break;
      order[index] = child;
      child.at = index;
      index = childIndex;
    }
    order[index] = lane;
    lane.at = index;
  }
}

/** Of a lane in the order, which has one. */
const firstOf = <Event>({ heap }: Lane<Event>): Scheduled<Event> => heap[0] as Scheduled<Event>;

function push<Event>(heap: Scheduled<Event>[], added: Scheduled<Event>): void {
  let index = heap.length;
  heap.push(added);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as Scheduled<Event>;
    if (!isBefore(added, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = added;
}

function pop<Event>(heap: Scheduled<Event>[]): Scheduled<Event> | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let childIndex = index * 2 + 1;
    if (childIndex >= heap.length) break;
    let child = heap[childIndex] as Scheduled<Event>;
    const right = heap[childIndex + 1];
    if (right !== undefined && isBefore(right, child)) {
      child = right;
      childIndex += 1;
    }
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return first;
}
