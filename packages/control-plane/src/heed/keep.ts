import { within } from "../environment";
import { CHANGES_CHANNEL, readChangeNotice } from "../live/notice";
import { keptPictures } from "../query/picture";
import type { VerbKit } from "../task/submit";
import type { TouchedKind } from "../view/live";
import { deliverHeeds } from "./deliver";

/** Hosts that could not be told are told again after so long: that they are back is mostly a change, and not always. */
const RETRY_MS = 10_000;
/** A host says within this what it was told; asked again before, it would be told twice. */
const RESTS_MS = 2_000;
/** A backend that does not answer must not keep a process from ending. */
const ENDS_WITHIN_MS = 1_000;

/** A policy, whom it holds, a label or a name; and what hosts say that they act on. */
const CONCERNS: ReadonlySet<TouchedKind> = new Set(["policy", "vm"]);

/** Sees to it that hosts act on the policies of their machines, in the one process that leads. */
export async function keepHeeds(kit: VerbKit): Promise<() => Promise<void>> {
  const { db, clock, log } = kit;
  const take = keptPictures();
  let callOff = (): void => {};
  let dueMs = Number.POSITIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  let saidLeft = "";
  const lookAfter = (ms: number): void => {
    const atMs = clock.nowMs() + ms;
    if (stopped || atMs >= dueMs) return;
    callOff();
    dueMs = atMs;
    callOff = clock.after(ms, look);
  };
  const look = (): void => {
    dueMs = Number.POSITIVE_INFINITY;
    turn = turn
      .then(async () => {
        if (stopped) return;
        const { left } = await deliverHeeds(kit, take);
        if (left.length === 0) {
          saidLeft = "";
          return;
        }
        lookAfter(RETRY_MS);
        // A host may be away for days: it is said once.
        if (left.join() === saidLeft) return;
        saidLeft = left.join();
        log.info("Hosts could not be told what policies ask of them; it is tried again.", {
          machines: left.length,
          first: left[0],
        });
      })
      .catch((error: unknown) => {
        log.error("Hosts could not be told what policies ask of them; it is tried again.", { error: String(error) });
        lookAfter(RETRY_MS);
      });
  };
  const stop = await db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      if (!touched || touched.some(({ kind, what }) => what === "state" && CONCERNS.has(kind))) lookAfter(RESTS_MS);
    },
    onReconnect: () => lookAfter(0),
  });
  lookAfter(RESTS_MS);
  return async () => {
    stopped = true;
    callOff();
    await stop();
    await within(clock, ENDS_WITHIN_MS, turn);
  };
}
