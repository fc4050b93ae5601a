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
  readonly pairs: Readonly<Record<string, number>>;
}

/** As many notices as it takes. Times are given as lags behind `atMs`, to be short. */
export function heardNotices(heard: HeardNotice): string[] {
  const PAIRS_IN_A_NOTICE = 120;
  const entries = Object.entries(heard.pairs);
  const notices: string[] = [];
  for (let at = 0; at === 0 || at < entries.length; at += PAIRS_IN_A_NOTICE) {
    const pairs = entries.slice(at, at + PAIRS_IN_A_NOTICE).map(([id, atMs]) => [id, heard.atMs - atMs]);
    notices.push(JSON.stringify([heard.adapter, heard.atMs, pairs]));
  }
  return notices;
}

export function readHeardNotice(text: string): HeardNotice {
  const [adapter, atMs, pairs] = JSON.parse(text) as [string, number, [string, number][]];
  return { adapter, atMs, pairs: Object.fromEntries(pairs.map(([id, lagMs]) => [id, atMs - lagMs])) };
}
