/** What is to happen, by (time, order of entry): a binary heap. */
export interface Due<Happening> {
  readonly atMs: number;
  readonly order: number;
  readonly what: Happening;
}

export interface Agenda<Happening> {
  heap: Due<Happening>[];
  order: number;
}

const before = <H>(x: Due<H>, y: Due<H>) => x.atMs < y.atMs || (x.atMs === y.atMs && x.order < y.order);

export function plan<Happening>(agenda: Agenda<Happening>, atMs: number, what: Happening): void {
  const { heap } = agenda;
  const due = { atMs, order: agenda.order++, what };
  let i = heap.length;
  heap.push(due);
  while (i > 0) {
    const up = (i - 1) >> 1;
    const parent = heap[up] as Due<Happening>;
    if (before(parent, due)) break;
    heap[i] = parent;
    i = up;
  }
  heap[i] = due;
}

export function takeFirst<Happening>(agenda: Agenda<Happening>): Due<Happening> | undefined {
  const { heap } = agenda;
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    const right = child + 1;
    if (right < heap.length && before(heap[right] as Due<Happening>, heap[child] as Due<Happening>)) child = right;
    const candidate = heap[child] as Due<Happening>;
    if (before(last, candidate)) break;
    heap[i] = candidate;
    i = child;
  }
  heap[i] = last;
  return first;
}
