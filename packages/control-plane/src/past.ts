import type { Database } from "@v-available/db/database";
import { ledger } from "@v-available/db/schema/ledger";
import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
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
export function pastSentence({ days, mishaps, leftOut }: PlannedPast): string {
  const faults = (count: number) => `${count} fault${count === 1 ? "" : "s"}`;
  const left = leftOut === 0 ? "" : ` (${leftOut} more would take too long)`;
  const length = days === 1 ? "the day before" : `the ${days} days before`;
  return `The simulated fleet first lives through ${length}: ${faults(mishaps.length)}${left}, once, in some 10 to 20 s.`;
}

interface PlannedPast {
  readonly days: number;
  readonly mishaps: readonly unknown[];
  readonly leftOut: number;
}

const ON_DUTY = { kind: "operator", name: "operator on duty" } as const;
