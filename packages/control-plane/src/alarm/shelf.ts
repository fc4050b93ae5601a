import { alarm } from "@v-available/db/schema/alarm";
import { and, asc, eq, isNotNull, lte } from "drizzle-orm";
import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import { CHANGES_CHANNEL, readChangeNotice } from "../live/notice";

const RETRY_MS = 1_000;
/** A timer holds less than 25 days. */
const LOOKS_AT_LEAST_EVERY_MS = 86_400_000;

const SHELVED = and(eq(alarm.operatorState, "shelved"), isNotNull(alarm.shelvedUntilMs));

/**
 * Ends each shelf at its time. The time is in the database, so that a control plane that was off then does it as soon as
 * it begins again.
 */
export async function keepShelves(environment: Environment): Promise<() => Promise<void>> {
  const { db, clock, log } = environment;
  let callOff = (): void => {};
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  let waits = false;
  const lookAfter = (ms: number): void => {
    callOff();
    if (!stopped) callOff = clock.after(Math.min(ms, LOOKS_AT_LEAST_EVERY_MS), look);
  };
  const look = (): void => {
    if (waits) return;
    waits = true;
    turn = turn
      .then(async () => {
        waits = false;
        const nextMs = await endShelves(environment);
        if (nextMs !== null) lookAfter(nextMs - clock.nowMs());
      })
      .catch((error: unknown) => {
        log.error("Shelves that are over could not be ended; it is tried again.", { error: String(error) });
        lookAfter(RETRY_MS);
      });
  };
  const stop = await db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      if (!touched || touched.some(({ kind }) => kind === "alarm")) look();
    },
    onReconnect: look,
  });
  look();
  return async () => {
    stopped = true;
    callOff();
    await stop();
    await turn;
  };
}

/** Ends those whose time has come, and answers when the next one ends; null where no alarm is shelved. */
async function endShelves({ db: database, clock }: Environment): Promise<number | null> {
  const next = await nextEnd(database);
  if (next === null || next > clock.nowMs()) return next;
  await writeFacts({ db: database, clock }, async (writer) => {
    const ended = await writer.db
      .update(alarm)
      .set({ operatorState: "none", shelvedUntilMs: null, revision: writer.revision })
      .where(and(SHELVED, lte(alarm.shelvedUntilMs, writer.nowMs)))
      .returning();
    for (const row of ended) {
      writer.touch("alarm", row.id);
      writer.append({
        atMs: writer.nowMs,
        type: "alarm.shelf-ended",
        actor: "control-plane",
        actorName: "v-Available",
        sentence: `The shelf of the alarm ${row.kind} on ${row.subjectName} has ended.`,
        faultKind: row.kind,
        adapter: row.adapter,
        subject: { kind: row.subjectKind, ref: row.subjectRef, id: row.subjectId, name: row.subjectName },
        pairId: row.pairId,
        incidentId: row.incidentId,
        vmIds: row.vmIds,
      });
    }
  });
  return nextEnd(database);
}

const nextEnd = (database: Environment["db"]): Promise<number | null> =>
  database.read(async (db) => {
    const [row] = await db
      .select({ untilMs: alarm.shelvedUntilMs })
      .from(alarm)
      .where(SHELVED)
      .orderBy(asc(alarm.shelvedUntilMs))
      .limit(1);
    return row?.untilMs ?? null;
  });
