import type { Queryable } from "@v-available/db/database";
import { adapterWatch } from "@v-available/db/schema/adapter-watch";
import { hostPair } from "@v-available/db/schema/host-pair";
import { ledger } from "@v-available/db/schema/ledger";
import { pairsHeard } from "@v-available/domain/pairs-heard";
import { isNull, sql } from "drizzle-orm";
import type { Environment } from "../environment";
import type { Live } from "../live";
import type { LiveMessage, Touched } from "../view/live";
import { CHANGES_CHANNEL, HEARD_CHANNEL, readChangeNotice, readHeardNotice } from "./notice";
import { Reader } from "./reader";
import { touchedSince } from "./touched-since";

const SIGN_OF_LIFE_MS = 1_000;
/** So many changes are kept at hand for readers that come back. */
const KEPT_CHANGES = 1_000;

/** Listens once for the whole process and tells every reader. */
export async function startLive({ db: database, clock, log }: Environment): Promise<Live> {
  const readers = new Set<Reader>();
  const kept: { revision: number; touched: readonly Touched[] }[] = [];
  const adapterObservedAtMs: Record<string, number | null> = {};
  const pairObservedAtMs: Record<string, number> = {};
  /** By adapter, the pairs that are heard with all others. */
  const heardWithAll = new Map<string, Set<string>>();
  let revision = 0;

  const withAllOf = (adapter: string): Set<string> => {
    const known = heardWithAll.get(adapter);
    if (known) return known;
    const ids = new Set<string>();
    heardWithAll.set(adapter, ids);
    return ids;
  };
  const announce = (to: number, touched: readonly Touched[]) => {
    revision = to;
    kept.push({ revision: to, touched });
    if (kept.length > KEPT_CHANGES) kept.shift();
    for (const reader of readers) reader.offer("change", to, touched);
  };
  const resetAll = (to: number) => {
    revision = to;
    kept.length = 0;
    for (const reader of readers) reader.offer("reset", to);
  };
  const hearAll = (adapter: string, heardAtMs: number | null) => {
    if (heardAtMs === null) return;
    for (const id of heardWithAll.get(adapter) ?? [])
      pairObservedAtMs[id] = Math.max(heardAtMs, pairObservedAtMs[id] ?? 0);
  };
  const readHeard = async (db: Queryable) => {
    const pairs = await db
      .select({
        id: hostPair.id,
        adapter: hostPair.adapter,
        atMs: hostPair.heardAtMs,
        withAll: sql<boolean>`coalesce((${hostPair.observed}->>'heardWithAll')::boolean, false)`,
      })
      .from(hostPair)
      .where(isNull(hostPair.removedAtMs));
    heardWithAll.clear();
    for (const { id, adapter, atMs, withAll } of pairs) {
      pairObservedAtMs[id] = Math.max(atMs, pairObservedAtMs[id] ?? 0);
      if (withAll) withAllOf(adapter).add(id);
    }
    const adapters = await db
      .select({ adapter: adapterWatch.adapter, atMs: adapterWatch.observedAtMs, heardAtMs: adapterWatch.heardAtMs })
      .from(adapterWatch);
    for (const { adapter, atMs, heardAtMs } of adapters) {
      adapterObservedAtMs[adapter] = atMs;
      hearAll(adapter, heardAtMs);
    }
  };
  const readRevision = async (db: Queryable) => {
    const [head] = await db.select({ revision: ledger.revision }).from(ledger);
    return head?.revision ?? 0;
  };
  /** Reads what notices did not say. */
  const catchUp = () =>
    database.read(async (db) => {
      const newest = await readRevision(db);
      await readHeard(db);
      if (newest < revision) resetAll(newest);
      else if (newest > revision) {
        const touched = await touchedSince(db, revision);
        if (touched) announce(newest, touched);
        else resetAll(newest);
      }
    });

  // One after the other: a gap is filled before the next notice is looked at.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void> | void) => {
    turn = turn.then(work).catch((error: unknown) => {
      log.error("The live stream could not read what changed.", { error: String(error) });
    });
  };
  const stopChanges = await database.listen(CHANGES_CHANNEL, {
    onMessage: (text) =>
      inTurn(() => {
        const notice = readChangeNotice(text);
        if (notice.revision <= revision) return;
        if (notice.revision === revision + 1 && notice.touched) announce(notice.revision, notice.touched);
        else return catchUp();
      }),
    onReconnect: () => inTurn(catchUp),
  });
  const stopHeard = await database.listen(HEARD_CHANNEL, {
    onMessage: (text) => {
      const heard = readHeardNotice(text);
      adapterObservedAtMs[heard.adapter] = heard.atMs;
      const ofAdapter = withAllOf(heard.adapter);
      for (const [id, atMs] of Object.entries(heard.pairs)) {
        pairObservedAtMs[id] = atMs;
        ofAdapter.delete(id);
      }
      for (const id of heard.withAll) ofAdapter.add(id);
      hearAll(heard.adapter, heard.heardAtMs);
    },
    onReconnect: () => {},
  });
  inTurn(catchUp);
  await database.read(async (db) => {
    await readHeard(db);
    revision = Math.max(revision, await readRevision(db));
  });
  const beat = () => {
    for (const reader of readers) reader.offer("alive", revision);
    callOff = clock.after(SIGN_OF_LIFE_MS, beat);
  };
  let callOff = clock.after(SIGN_OF_LIFE_MS, beat);

  /** What happened between the reader's last message and now; null where it cannot be told. */
  const since = async (after: number): Promise<readonly Touched[] | null> => {
    if (after > revision) return null;
    const first = kept[0]?.revision;
    if (after === revision) return [];
    if (first !== undefined && first <= after + 1)
      return kept.filter((change) => change.revision > after).flatMap(({ touched }) => touched);
    return database.read((db) => touchedSince(db, after));
  };

  return {
    get revision() {
      return revision;
    },
    async *changes({ after, signal }) {
      const reader = new Reader();
      readers.add(reader); // first listen, then replay: what comes in between is heard
      const close = () => reader.close();
      signal.addEventListener("abort", close, { once: true });
      try {
        const from = revision;
        const past = after === null ? null : await since(after);
        if (past === null) reader.offer("reset", from);
        else if (past.length > 0) reader.offer("change", from, past);
        else reader.offer("alive", from);
        reader.release();
        while (!signal.aborted) {
          const next = await reader.take();
          if (!next) return;
          const sign = {
            revision: next.revision,
            nowMs: clock.nowMs(),
            adapterObservedAtMs: { ...adapterObservedAtMs },
            pairsHeard: pairsHeard(pairObservedAtMs),
          };
          const message: LiveMessage =
            next.type === "change" ? { type: "change", ...sign, touched: next.touched } : { type: next.type, ...sign };
          yield message;
        }
      } finally {
        signal.removeEventListener("abort", close);
        readers.delete(reader);
      }
    },
    async stop() {
      callOff();
      for (const reader of readers) reader.close();
      await stopChanges();
      await stopHeard();
      await turn;
    },
  };
}
