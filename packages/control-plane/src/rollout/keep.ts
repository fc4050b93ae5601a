import { within } from "../environment";
import { CHANGES_CHANNEL, readChangeNotice } from "../live/notice";
import { keptPictures } from "../query/picture";
import type { VerbKit } from "../task/submit";
import type { Touched } from "../view/live";
import { advanceRollouts, askBackend } from "./advance";

/** A fault that a pair is no longer heard is nobody's notice: while a rollout is active it is looked at this often. */
const LOOKS_EVERY_MS = 1_000;
/** Not more often than this, whatever happens meanwhile. */
const RESTS_MS = 100;

/** What can decide what a rollout does next. */
const CONCERNS: ReadonlySet<Touched["kind"]> = new Set(["rollout", "task", "vm", "pair", "host", "alarm", "policy"]);

/**
 * Carries rollouts on, in the one process that leads. All that it knows is in the database, so whoever begins after it
 * goes on from there.
 */
export async function keepRollouts(kit: VerbKit): Promise<() => Promise<void>> {
  const { db, clock, log } = kit;
  const take = keptPictures();
  const asking = new Set<Promise<void>>();
  let callOff = (): void => {};
  let dueMs = Number.POSITIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();
  let active = true;
  let stopped = false;
  const lookAfter = (ms: number): void => {
    const atMs = clock.nowMs() + ms;
    if (stopped || atMs >= dueMs) return;
    callOff();
    dueMs = atMs;
    callOff = clock.after(ms, look);
  };
  const ask: Parameters<typeof advanceRollouts>[2] = (row) => {
    const one = askBackend(kit, row).finally(() => asking.delete(one));
    asking.add(one);
  };
  const look = (): void => {
    dueMs = Number.POSITIVE_INFINITY;
    turn = turn
      .then(async () => {
        if (stopped) return;
        active = await advanceRollouts(kit, take, ask);
        if (active) lookAfter(LOOKS_EVERY_MS);
      })
      .catch((error: unknown) => {
        log.error("Rollouts could not be carried on; it is tried again.", { error: String(error) });
        lookAfter(LOOKS_EVERY_MS);
      });
  };
  const stop = await db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      const concerns = touched?.some(({ kind, what }) =>
        active ? what === "state" && CONCERNS.has(kind) : kind === "rollout",
      );
      if (concerns ?? true) lookAfter(RESTS_MS);
    },
    onReconnect: () => lookAfter(0),
  });
  look();
  return async () => {
    stopped = true;
    callOff();
    await stop();
    await turn;
    // A backend that does not answer must not keep a process from ending: what was asked is written.
    await within(clock, LOOKS_EVERY_MS, Promise.allSettled(asking));
  };
}
