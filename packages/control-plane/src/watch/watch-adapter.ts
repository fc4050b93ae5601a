import { Refusal } from "@v-available/domain/refusal";
import { durationWords } from "@v-available/domain/wording";
import type { Capabilities } from "@v-available/orchestrator/capability";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { type Environment, pause, within } from "../environment";
import { LoadKeeper } from "../load/keep";
import { foldObservations } from "./batch";
import { Inbox } from "./inbox";
import { loadMemory, type Memory } from "./memory";
import { registerAdapter, tellReachable, tellUnreachable } from "./reachability";
import { takeBatch } from "./take-batch";

export interface WatchTiming {
  /** At most one transaction in this time, so that a storm is written in few. */
  readonly batchMs: number;
  /** Figures that move all the time are written this often. */
  readonly measureMs: number;
  /** Silence for this long means that the adapter is gone. */
  readonly staleAfterMs: number;
  /** Before the second attempt; each further one waits twice as long as the one before, up to `reconnectMaxMs`. */
  readonly reconnectMs: number;
  readonly reconnectMaxMs: number;
}

export const WATCH_TIMING: WatchTiming = {
  batchMs: 50,
  measureMs: 1_000,
  staleAfterMs: 5_000,
  reconnectMs: 1_000,
  reconnectMaxMs: 8_000,
};

/** Follows one orchestrator until `signal` aborts, through its failures and those of the database. */
export async function watchAdapter(
  environment: Environment,
  orchestrator: Orchestrator,
  signal: AbortSignal,
  timing: WatchTiming = WATCH_TIMING,
): Promise<void> {
  const { log, db, clock } = environment;
  const adapter = { name: orchestrator.name, product: orchestrator.product };
  let failures = 0;
  const succeeded = () => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      await registerAdapter(environment, adapter);
      const memory = await db.read((tx) => loadMemory(tx, adapter.name));
      const problem = await follow({ environment, orchestrator, memory, signal, timing, succeeded });
      if (signal.aborted) return;
      log.warn(`The watch of ${adapter.name} was interrupted.`, { problem });
      await tellUnreachable(environment, adapter, memory, problem);
    } catch (error) {
      // The database failed, not the adapter. What was not written is asked for again, after the cursor that was.
      if (signal.aborted) return;
      log.error(`The watch of ${adapter.name} could not be written.`, { error: String(error) });
    }
    await pause(clock, Math.min(timing.reconnectMs * 2 ** failures, timing.reconnectMaxMs), signal);
    failures += 1;
  }
}

interface Following {
  readonly environment: Environment;
  readonly orchestrator: Orchestrator;
  readonly memory: Memory;
  readonly signal: AbortSignal;
  readonly timing: WatchTiming;
  /** Told once what was observed is written. */
  readonly succeeded: () => void;
}

/** Answers, when the adapter has failed, why. Throws when the database has. */
async function follow(following: Following): Promise<string> {
  const { environment, orchestrator, memory, signal, timing } = following;
  const { clock } = environment;
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener("abort", abort, { once: true });
  const inbox = new Inbox(clock);
  stop.signal.addEventListener("abort", () => inbox.end(null), { once: true });
  const filling = inbox.fill(() => orchestrator.observe({ after: memory.cursor ?? undefined, signal: stop.signal }));
  try {
    return await writeWhatComes(following, inbox);
  } finally {
    signal.removeEventListener("abort", abort);
    stop.abort();
    // An adapter that does not end when it is told to must not keep the next attempt from beginning.
    await within(clock, timing.reconnectMs, filling);
  }
}

async function writeWhatComes(following: Following, inbox: Inbox): Promise<string> {
  const { environment, orchestrator, memory, signal, timing, succeeded } = following;
  const { clock, log } = environment;
  const load = new LoadKeeper(orchestrator.name, timing.staleAfterMs);
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let heardAtMs = clock.nowMs();
  let reachable = false;
  let judged = 0;
  let urgent = false;
  while (!signal.aborted) {
    const now = clock.nowMs();
    try {
      for (; judged < inbox.waiting.length; judged++) {
        heardAtMs = now;
        const next = inbox.waiting[judged];
        urgent ||= next !== undefined && foldObservations(memory.fleet, [next]).urgent;
      }
    } catch (error) {
      return problemOf(error, orchestrator, log); // what it tells can't be understood
    }
    if (inbox.waiting.length === 0) {
      if (inbox.ended) return problemOf(inbox.ended.error, orchestrator, log);
      const silentMs = now - heardAtMs;
      if (silentMs > timing.staleAfterMs)
        return `Nothing was heard from the ${orchestrator.product} for more than ${durationWords(timing.staleAfterMs)}.`;
      await inbox.changed(timing.staleAfterMs - silentMs + 1);
      continue;
    }
    const dueInMs = writtenAtMs + (urgent ? timing.batchMs : timing.measureMs) - now;
    if (dueInMs > 0 && !inbox.ended) {
      await inbox.changed(dueInMs);
      continue;
    }
    if (!reachable) {
      const answer = await capabilitiesOf(following);
      if ("error" in answer) return problemOf(answer.error, orchestrator, log);
      await tellReachable(environment, orchestrator, memory, answer.capabilities);
      reachable = true;
    }
    const batch = foldObservations(memory.fleet, inbox.takeAll());
    judged = 0;
    urgent = false;
    writtenAtMs = clock.nowMs();
    const context = { adapter: orchestrator.name, memory, staleAfterMs: timing.staleAfterMs };
    await takeBatch(environment, context, batch, writtenAtMs);
    await keepLoad(following, load, writtenAtMs);
    // What shares a process with the database could say nothing meanwhile.
    heardAtMs = clock.nowMs();
    succeeded();
  }
  return "The watch was stopped.";
}

/** A reading that is missing is a gap in a chart; it must not keep the watch from what happens next. */
async function keepLoad({ environment, memory, orchestrator }: Following, load: LoadKeeper, nowMs: number) {
  try {
    await load.keep(environment.db, memory.fleet, nowMs);
  } catch (error) {
    environment.log.error(`The load of ${orchestrator.name} could not be kept; it is tried again.`, {
      error: String(error),
    });
  }
}

/** An adapter that observes but never says what it can do counts as silent. */
async function capabilitiesOf({
  environment: { clock },
  orchestrator,
  timing,
}: Following): Promise<{ capabilities: Capabilities } | { error: unknown }> {
  try {
    // Inside the try also where it throws before there is a promise.
    const capabilities = await within(clock, timing.staleAfterMs, orchestrator.capabilities());
    if (capabilities) return { capabilities };
    return {
      error: new Refusal({
        code: "unreachable",
        message: `The ${orchestrator.product} does not say what it can do.`,
      }),
    };
  } catch (error) {
    return { error };
  }
}

function problemOf(error: unknown, { name, product }: Orchestrator, log: Environment["log"]): string {
  if (error instanceof Refusal) return error.message;
  if (error === null) return `The ${product} ended the observation.`;
  log.error(`The adapter ${name} has a defect.`, { error: error instanceof Error ? error.stack : String(error) });
  return `The adapter of the ${product} stopped by a defect of its own.`;
}
