import type { Database } from "@v-available/db/database";
import { ledger } from "@v-available/db/schema/ledger";
import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import type { Actor } from "./desk";
import type { Clock, Log } from "./environment";
import { openPlayedWatch, type PlayedWatch } from "./watch/played-watch";

/** True where nothing was ever written: no watch has come as far as its first observation. */
export function isUnwritten(db: Database): Promise<boolean> {
  return db.read(async (tx) => (await tx.select().from(ledger)).every(({ revision }) => revision === 0));
}

/**
 * Writes down what is played on a simulated fleet, at its times: all of it becomes visible at once, or nothing does.
 * @param nowMs the wall clock of the world that is played
 */
export function writePast(
  { db, log }: { readonly db: Database; readonly log: Log },
  orchestrator: Orchestrator,
  nowMs: () => number,
  play: (watch: PlayedWatch) => Promise<void>,
): Promise<void> {
  return db.transaction(async (tx) => {
    const [head] = await tx.select().from(ledger).for("update");
    if (head?.revision !== 0)
      throw new Refusal({
        code: "conflict",
        message: "Another console writes into this database already, so nothing can be put before that.",
        remedy: "Start again, with FLEET_PAST_DAYS=0 or an empty database.",
      });
    const within: Database = {
      engine: db.engine,
      read: (work) => work(tx),
      transaction: (work) => work(tx),
      listen: () => Promise.reject(new Error("nobody hears of a past before it is whole")),
      close: () => Promise.resolve(),
    };
    const clock: Clock = {
      nowMs,
      after: () => {
        throw new Error("nobody waits in a past: it is played");
      },
    };
    const watch = await openPlayedWatch({ db: within, clock, log }, orchestrator, ON_DUTY);
    await play(watch);
    await watch.close();
  });
}

/** What a person is told who waits for it. */
export function pastSentence({ days, mishaps: { length }, leftOut }: PlannedPast): string {
  if (length === 0)
    return "The simulated fleet begins without a past: to play one would take too long, or no fault befell it.";
  const left = leftOut === 0 ? "" : ` (${leftOut} more are left out: they would take too long)`;
  const past = days === 1 ? "its last day" : `its last ${days} days`;
  return `The simulated fleet lives through ${past} first: ${length} fault${length === 1 ? "" : "s"}${left}. Once, and less than a minute.`;
}

interface PlannedPast {
  readonly days: number;
  readonly mishaps: readonly unknown[];
  readonly leftOut: number;
}

const ON_DUTY: Actor = {
  personId: null,
  name: "operator on duty",
  role: "operator",
  sites: "all",
  from: { address: "the simulated past", agent: "" },
};
