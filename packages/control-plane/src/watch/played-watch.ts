import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { acknowledgeAlarm } from "../alarm/acknowledge";
import type { Actor } from "../desk";
import type { Environment } from "../environment";
import { foldObservations } from "./batch";
import { Inbox } from "./inbox";
import { loadMemory } from "./memory";
import { registerAdapter, tellReachable } from "./reachability";
import { takeBatch } from "./take-batch";
import { WATCH_TIMING } from "./watch-adapter";

/** A watch that waits for nothing: somebody lets time pass and says when it looks. What it writes is what any watch writes. */
export interface PlayedWatch {
  /** Takes what was told since; it is written at once where a person would notice, or with what comes next. */
  look(): Promise<void>;
  /** Writes all that was told. */
  lookThrough(): Promise<void>;
  /** What is not over, in words: faults, incidents, machines with less than was declared. */
  open(): readonly string[];
  /** When the last alarm may clear of those whose cause is gone. */
  holdsOffUntilMs(): number | null;
  /** Acknowledges every alarm that asks for a person and that nobody has acknowledged. */
  acknowledge(): Promise<void>;
  close(): Promise<void>;
}

export async function openPlayedWatch(
  environment: Environment,
  orchestrator: Orchestrator,
  actor: Actor,
): Promise<PlayedWatch> {
  const { db, clock } = environment;
  await registerAdapter(environment, orchestrator);
  const memory = await db.read((tx) => loadMemory(tx, orchestrator.name));
  const context = { adapter: orchestrator.name, memory, staleAfterMs: WATCH_TIMING.staleAfterMs };
  const stop = new AbortController();
  const inbox = new Inbox(clock);
  const filling = inbox.fill(() => orchestrator.observe({ after: memory.cursor ?? undefined, signal: stop.signal }));
  await tellReachable(environment, orchestrator, memory, await orchestrator.capabilities());
  let judged = 0;
  let urgent = false;
  const hear = async () => {
    // What was told is on its way through promises alone: it has come by the next turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (inbox.ended)
      throw inbox.ended.error ?? new Refusal({ code: "unreachable", message: "The past was cut short." });
  };
  const write = async () => {
    const batch = foldObservations(memory.fleet, inbox.takeAll());
    judged = 0;
    urgent = false;
    await takeBatch(environment, context, batch, clock.nowMs());
  };
  return {
    async look() {
      await hear();
      for (const next of inbox.waiting.slice(judged)) urgent ||= foldObservations(memory.fleet, [next]).urgent;
      judged = inbox.waiting.length;
      if (urgent) await write();
    },
    async lookThrough() {
      await hear();
      if (inbox.waiting.length > 0) await write();
    },
    open: () => [
      ...[...memory.faults.values()].map(({ kind, subjectName }) => `the fault ${kind} on ${subjectName}`),
      ...[...memory.incidents.values()].flatMap(({ restoredAtMs, title }) =>
        restoredAtMs === null ? `the incident "${title}"` : [],
      ),
      ...[...memory.exposures.keys()].map((vmId) => `the exposure of ${memory.fleet.machine(vmId)?.name ?? vmId}`),
    ],
    holdsOffUntilMs: () =>
      [...memory.alarms.values()].reduce<number | null>(
        (latest, { clearDueAtMs }) => (clearDueAtMs === null ? latest : Math.max(latest ?? 0, clearDueAtMs)),
        null,
      ),
    async acknowledge() {
      for (const { id, needsPerson } of memory.alarms.values()) {
        if (!needsPerson) continue;
        const subject = { kind: "alarm", id } as const;
        const deed = { kind: "alarm.acknowledge", by: actor, subject, reason: null } as const;
        await acknowledgeAlarm(environment, { alarmId: id }, deed);
      }
    },
    async close() {
      stop.abort();
      inbox.end(null);
      await filling;
    },
  };
}
