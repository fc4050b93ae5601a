import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { acknowledgeAlarm } from "./alarm/acknowledge";
import { unacknowledgeAlarm } from "./alarm/unacknowledge";
import type { Queries, Verbs } from "./desk";
import type { Environment } from "./environment";
import type { Live } from "./live";
import { startLive } from "./live/start";
import { makeQueries } from "./query/queries";
import type { SystemSetting } from "./system/info";
import { healTasks, type VerbKit } from "./task/submit";
import { createMachine } from "./vm/create";
import { protectMachine } from "./vm/protect";
import { removeMachine } from "./vm/remove";
import { startMachine } from "./vm/start";
import { stopMachine } from "./vm/stop";
import { switchActive } from "./vm/switch-active";
import { WATCH_TIMING, type WatchTiming, watchAdapter } from "./watch/watch-adapter";

export interface Desk {
  readonly queries: Queries;
  readonly verbs: Verbs;
  readonly live: Live;
  stop(): Promise<void>;
}

export interface DeskOptions extends Environment {
  /** Those that verbs may ask. */
  readonly orchestrators: readonly Orchestrator[];
  readonly setting: SystemSetting;
}

/** What a console needs: questions, verbs and the live stream. It watches nothing. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const kit: VerbKit = options;
  const live = await startLive(options);
  return {
    queries: makeQueries(options, options.setting),
    verbs: {
      createMachine: (input, actor) => createMachine(kit, input, actor),
      removeMachine: (input, actor) => removeMachine(kit, input, actor),
      startMachine: (input, actor) => startMachine(kit, input, actor),
      stopMachine: (input, actor) => stopMachine(kit, input, actor),
      protectMachine: (input, actor) => protectMachine(kit, input, actor),
      switchActive: (input, actor) => switchActive(kit, input, actor),
      acknowledgeAlarm: (input, actor) => acknowledgeAlarm(kit, input, actor),
      unacknowledgeAlarm: (input, actor) => unacknowledgeAlarm(kit, input, actor),
    },
    live,
    stop: () => live.stop(),
  };
}

export interface WatchOptions extends Environment {
  readonly orchestrators: readonly Orchestrator[];
  readonly timing?: Partial<WatchTiming>;
}

/** Watches every orchestrator. One process does this at a time; the others only have desks. */
export function startWatching(options: WatchOptions): { stop(): Promise<void> } {
  const { db, clock, log } = options;
  const stop = new AbortController();
  const timing = { ...WATCH_TIMING, ...options.timing };
  const watches = options.orchestrators.map((orchestrator) =>
    watchAdapter({ db, clock, log }, orchestrator, stop.signal, timing),
  );
  const healing = healTasks(options).catch((error: unknown) => {
    log.error("Tasks that were cut short could not be asked for again.", { error: String(error) });
  });
  return {
    async stop() {
      stop.abort();
      await Promise.all([...watches, healing]);
    },
  };
}

/** Both in one process: the embedded mode. The database and the orchestrators stay the caller's to close. */
export async function startControlPlane(options: DeskOptions & WatchOptions): Promise<Desk> {
  const desk = await openDesk(options);
  const watching = startWatching(options);
  return {
    ...desk,
    async stop() {
      await watching.stop();
      await desk.stop();
    },
  };
}
