/** One thing that will happen at a virtual time. Events are data, never closures, so that a world can be written down. */
export interface Scheduled<Event> {
  readonly atMs: number;
  readonly sequence: number;
  readonly event: Event;
}

/** The queue as it is stored: a binary heap ordered by (time, sequence), so equal times keep the order of asking. */
export interface EventQueue<Event> {
  heap: Scheduled<Event>[];
  nextSequence: number;
}

export const emptyQueue = <Event>(): EventQueue<Event> => ({ heap: [], nextSequence: 1 });

const before = (left: Scheduled<unknown>, right: Scheduled<unknown>) =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.sequence < right.sequence);

export function schedule<Event>(queue: EventQueue<Event>, atMs: number, event: Event): void {
  const heap = queue.heap;
  const added: Scheduled<Event> = { atMs, sequence: queue.nextSequence++, event };
  let index = heap.length;
  heap.push(added);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as Scheduled<Event>;
    if (!before(added, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = added;
}

export const peek = <Event>(queue: EventQueue<Event>): Scheduled<Event> | undefined => queue.heap[0];

export function take<Event>(queue: EventQueue<Event>): Scheduled<Event> | undefined {
  const heap = queue.heap;
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let childIndex = index * 2 + 1;
    if (childIndex >= heap.length) break;
    let child = heap[childIndex] as Scheduled<Event>;
    const right = heap[childIndex + 1];
    if (right !== undefined && before(right, child)) {
      child = right;
      childIndex += 1;
    }
    if (!before(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return first;
}
