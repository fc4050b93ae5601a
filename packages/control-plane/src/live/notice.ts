import { TOUCHED_KINDS, type Touched } from "../view/live";

export const CHANGES_CHANNEL = "v_available_changes";
export const HEARD_CHANNEL = "v_available_heard";

/** PostgreSQL takes less than 8,000 bytes in a notice. */
const NOTICE_LIMIT = 7_900;

/** What changed at a revision; null where it was too much to say and has to be read. */
export interface ChangeNotice {
  readonly revision: number;
  readonly touched: readonly Touched[] | null;
}

export function changeNotice(revision: number, touched: readonly Touched[]): string {
  const items = touched.map(
    ({ kind, id, what }) => `${TOUCHED_KINDS.indexOf(kind)}${what === "state" ? "s" : "m"}${id}`,
  );
  const text = `${revision} ${items.join(" ")}`;
  return text.length <= NOTICE_LIMIT ? text : `${revision} *`;
}

export function readChangeNotice(text: string): ChangeNotice {
  const [revision, ...items] = text.split(" ");
  if (items[0] === "*") return { revision: Number(revision), touched: null };
  const touched = items.filter(Boolean).map((item): Touched => {
    const [, kind, what, id] = /^(\d+)([sm])(.*)$/.exec(item) ?? [];
    const name = TOUCHED_KINDS[Number(kind)];
    if (!name || !id) throw new Error(`not a change notice: ${text.slice(0, 80)}`);
    return { kind: name, id, what: what === "s" ? "state" : "measure" };
  });
  return { revision: Number(revision), touched };
}

/** Signs of life: they change no fact and have no revision. */
export interface HeardNotice {
  readonly adapter: string;
  readonly atMs: number;
  /** When the pairs that are heard with all others were, once those named here are as they are here; null: not told. */
  readonly heardAtMs: number | null;
  readonly pairs: Readonly<Record<string, number>>;
  /** Of those pairs: they are heard with all others from now on. */
  readonly withAll: readonly string[];
}

type HeardItem = readonly [id: string, lagMs: number, withAll?: 1];

/** As many notices as it takes. Times are given as lags behind `atMs`, to be short. */
export function heardNotices({ adapter, atMs, heardAtMs, pairs, withAll }: HeardNotice): string[] {
  const PAIRS_IN_A_NOTICE = 120;
  const joined = new Set(withAll);
  const items = Object.entries(pairs).map(
    ([id, pairAtMs]): HeardItem => (joined.has(id) ? [id, atMs - pairAtMs, 1] : [id, atMs - pairAtMs]),
  );
  const allLagMs = heardAtMs === null ? null : atMs - heardAtMs;
  const notices: string[] = [];
  for (let at = 0; at === 0 || at < items.length; at += PAIRS_IN_A_NOTICE) {
    const isLast = at + PAIRS_IN_A_NOTICE >= items.length;
    notices.push(JSON.stringify([adapter, atMs, isLast ? allLagMs : null, items.slice(at, at + PAIRS_IN_A_NOTICE)]));
  }
  return notices;
}

export function readHeardNotice(text: string): HeardNotice {
  const [adapter, atMs, allLagMs, items] = JSON.parse(text) as [string, number, number | null, HeardItem[]];
  return {
    adapter,
    atMs,
    heardAtMs: allLagMs === null ? null : atMs - allLagMs,
    pairs: Object.fromEntries(items.map(([id, lagMs]) => [id, atMs - lagMs])),
    withAll: items.flatMap(([id, , withAll]) => (withAll ? [id] : [])),
  };
}
