import { Refusal } from "@v-available/domain/refusal";
import { durationWords } from "@v-available/domain/wording";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import type { Environment } from "../environment";
import { writeFacts } from "../ledger";
import { foldObservations } from "./batch";
import { Inbox } from "./inbox";
import { loadMemory, type Memory } from "./memory";
import { registerAdapter, tellReachable, tellUnreachable } from "./reachability";
import { mayHaveSettled } from "./settle";
import { writeBatch, writeHeard } from "./write-batch";

export interface WatchTiming {
  /** At most one transaction in this time, so that a storm is written in few. */
  readonly batchMs: number;
  /** Figures that move all the time are written this often. */
  readonly measureMs: number;
  /** Silence for this long means that the adapter is gone. */
  readonly staleAfterMs: number;
  readonly reconnectMs: number;
}

export const WATCH_TIMING: WatchTiming = { batchMs: 50, measureMs: 1_000, staleAfterMs: 5_000, reconnectMs: 1_000 };

/** Follows one orchestrator until `signal` aborts, through its failures and those of the database. */
export async function watchAdapter(
  environment: Environment,
  orchestrator: Orchestrator,
  signal: AbortSignal,
  timing: WatchTiming = WATCH_TIMING,
): Promise<void> {
  const { log, db } = environment;
  const adapter = { name: orchestrator.name, product: orchestrator.product };
  while (!signal.aborted) {
    try {
      await registerAdapter(environment, adapter);
      const memory = await db.read((tx) => loadMemory(tx, adapter.name));
      const problem = await follow(environment, orchestrator, memory, signal, timing);
      if (signal.aborted) return;
      log.warn(`The watch of ${adapter.name} was interrupted.`, { problem });
      const now = await db.read((tx) => loadMemory(tx, adapter.name));
      await tellUnreachable(environment, adapter, now, problem);
    } catch (error) {
      // The database failed, not the adapter. What was not written is asked for again, after the cursor that was.
      if (signal.aborted) return;
      log.error(`The watch of ${adapter.name} could not be written.`, { error: String(error) });
    }
    await pause(timing.reconnectMs, signal);
  }
}

/** Answers, when the adapter has failed, why. Throws when the database has. */
async function follow(
  environment: Environment,
  orchestrator: Orchestrator,
  memory: Memory,
  signal: AbortSignal,
  timing: WatchTiming,
): Promise<string> {
  const { clock, db, log } = environment;
  const context = { adapter: orchestrator.name, memory, staleAfterMs: timing.staleAfterMs };
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener("abort", abort, { once: true });
  const inbox = new Inbox();
  stop.signal.addEventListener("abort", () => inbox.end(null), { once: true });
  const filling = inbox.fill(orchestrator.observe({ after: memory.cursor ?? undefined, signal: stop.signal }));
  try {
    let writtenAtMs = Number.NEGATIVE_INFINITY;
    let heardAtMs = clock.nowMs();
    let reachable = false;
    let judged = 0;
    let urgent = false;
    while (!signal.aborted) {
      const now = clock.nowMs();
      for (; judged < inbox.waiting.length; judged++) {
        heardAtMs = now;
        const next = inbox.waiting[judged];
        urgent ||= next !== undefined && foldObservations(memory.fleet, [next]).urgent;
      }
      if (inbox.waiting.length === 0) {
        if (inbox.ended) return problemOf(inbox.ended.error, orchestrator, log);
        const silentMs = now - heardAtMs;
        if (silentMs > timing.staleAfterMs)
          return `Nothing was heard from the ${orchestrator.product} for ${durationWords(silentMs)}.`;
        await inbox.changed(timing.staleAfterMs - silentMs + 1);
        continue;
      }
      const dueInMs = writtenAtMs + (urgent ? timing.batchMs : timing.measureMs) - now;
      if (dueInMs > 0 && !inbox.ended) {
        await inbox.changed(dueInMs);
        continue;
      }
      if (!reachable) {
        const capabilities = await orchestrator.capabilities().catch((error: unknown) => ({ error }));
        if ("error" in capabilities) return problemOf(capabilities.error, orchestrator, log);
        await tellReachable(environment, orchestrator, memory, capabilities);
        reachable = true;
      }
      const batch = foldObservations(memory.fleet, inbox.takeAll());
      judged = 0;
      urgent = false;
      writtenAtMs = clock.nowMs();
      const onlyHeard = [...batch.changed.values()].every(({ weight }) => weight === "heard");
      if (!batch.urgent && onlyHeard && !mayHaveSettled(memory, writtenAtMs))
        await db.transaction((tx) => writeHeard(context, batch, tx, writtenAtMs));
      else await writeFacts(environment, (writer) => writeBatch(context, batch, writer));
    }
    return "The watch was stopped.";
  } finally {
    signal.removeEventListener("abort", abort);
    stop.abort();
    // An adapter that does not end when it is told to must not keep the next attempt from beginning.
    await Promise.race([filling, pause(timing.reconnectMs, signal)]);
  }
}

function problemOf(error: unknown, { name, product }: Orchestrator, log: Environment["log"]): string {
  if (error instanceof Refusal) return error.message;
  if (error === null) return `The ${product} ended the observation.`;
  log.error(`The adapter ${name} has a defect.`, { error: error instanceof Error ? error.stack : String(error) });
  return `The adapter of the ${product} stopped by a defect of its own.`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
