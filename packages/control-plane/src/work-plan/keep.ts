import type { Log } from "../environment";
import { CHANGES_CHANNEL, readChangeNotice } from "../live/notice";
import { keptPictures } from "../query/picture";
import type { VerbKit } from "../task/submit";
import type { TouchedKind } from "../view/live";
import { advancePlans } from "./advance";

/** The clock alone opens a window, ends what was heard and makes a plan begin: it is looked at this often. */
const LOOKS_EVERY_MS = 5_000;
/** Changes come in bursts; a plan needs no more than this. */
const REST_MS = 500;

const FOLLOWED: ReadonlySet<TouchedKind> = new Set(["host", "pair", "vm", "alarm", "task", "work-plan"]);

/** Carries plans out: one process does it at a time, and the next one goes on from what is written. */
export async function keepPlans(kit: VerbKit): Promise<() => Promise<void>> {
  const { db, clock } = kit;
  const log: Log = kit.log;
  const take = keptPictures();
  let callOff = (): void => {};
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  let due = false;
  /** Without one there is nothing to look at, however much else changes. */
  let hasOpen = true;
  const lookAfter = (ms: number): void => {
    callOff();
    if (!stopped) callOff = clock.after(ms, look);
  };
  const look = (): void => {
    due = false;
    turn = turn
      .then(async () => {
        if (stopped) return;
        const { open } = await advancePlans(kit, take);
        hasOpen = open > 0;
        if (hasOpen && !due) lookAfter(LOOKS_EVERY_MS);
      })
      .catch((error: unknown) => {
        log.error("Planned work could not be carried on; it is tried again.", { error: String(error) });
        lookAfter(LOOKS_EVERY_MS);
      });
  };
  const soon = (): void => {
    if (due) return;
    due = true;
    lookAfter(REST_MS);
  };
  const stop = await db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      const concerns = ({ kind, what }: { kind: TouchedKind; what: string }): boolean =>
        kind === "work-plan" || (hasOpen && what === "state" && FOLLOWED.has(kind));
      if (!touched || touched.some(concerns)) soon();
    },
    onReconnect: soon,
  });
  soon();
  return async () => {
    stopped = true;
    callOff();
    await stop();
    await turn;
  };
}
