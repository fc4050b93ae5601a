import { within } from "../environment";
import { CHANGES_CHANNEL, readChangeNotice } from "../live/notice";
import { keptPictures } from "../query/picture";
import type { VerbKit } from "../task/submit";
import type { TouchedKind } from "../view/live";
import { advanceFailbacks } from "./advance";

/** The clock alone opens a window, and silence is nobody's notice: while a machine is away it is looked at this often. */
const LOOKS_EVERY_MS = 10_000;
/** What has just become well is given so long to stay so. */
const RESTS_MS = 3_000;
/** A backend that does not answer must not keep a process from ending. */
const ENDS_WITHIN_MS = 1_000;

const CONCERNS: ReadonlySet<TouchedKind> = new Set(["policy", "vm", "pair", "host", "alarm", "task", "work-plan"]);

/** Takes machines home whose policies say so, in the one process that leads. */
export async function keepFailbacks(kit: VerbKit): Promise<() => Promise<void>> {
  const { db, clock, log } = kit;
  const take = keptPictures();
  let callOff = (): void => {};
  let dueMs = Number.POSITIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  /** Without one that is away, all that matters is a policy, or a machine that moved. */
  let anyAway = true;
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
        const { away } = await advanceFailbacks(kit, take);
        anyAway = away > 0;
        if (anyAway) lookAfter(LOOKS_EVERY_MS);
      })
      .catch((error: unknown) => {
        log.error("Machines could not be taken home; it is tried again.", { error: String(error) });
        kit.cutShort?.();
        lookAfter(LOOKS_EVERY_MS);
      });
  };
  const stop = await db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      const concerns = ({ kind, what }: { kind: TouchedKind; what: string }): boolean =>
        what === "state" && (kind === "policy" || kind === "vm" || (anyAway && CONCERNS.has(kind)));
      if (!touched || touched.some(concerns)) lookAfter(RESTS_MS);
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
