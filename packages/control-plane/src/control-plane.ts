import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { keepShelves } from "./alarm/shelf";
import type { Queries, Verbs } from "./desk";
import type { Environment } from "./environment";
import { keepFailbacks } from "./failback/keep";
import { keepHeeds } from "./heed/keep";
import type { Live } from "./live";
import { CHANGES_CHANNEL, readChangeNotice } from "./live/notice";
import { startLive } from "./live/start";
import { publishPresets } from "./policy/preset";
import { makeQueries } from "./query/queries";
import { keepRollouts } from "./rollout/keep";
import { makeScreens, type Screens } from "./screen/screens";
import type { SystemSetting } from "./system/info";
import { askForLeftBehind } from "./task/left-behind";
import { carryOutPending, type VerbKit } from "./task/submit";
import { untilTaken } from "./task/until-taken";
import { makeVerbs } from "./verbs";
import { WATCH_TIMING, type WatchTiming, watchAdapter } from "./watch/watch-adapter";
import { keepPlans } from "./work-plan/keep";

export interface Desk {
  readonly queries: Queries;
  readonly verbs: Verbs;
  readonly live: Live;
  readonly screens: Screens;
  stop(): Promise<void>;
}

export interface DeskOptions extends Environment {
  /** Those that verbs ask themselves; a task for any other is left to the controller. */
  readonly orchestrators: readonly Orchestrator[];
  readonly setting: SystemSetting;
  readonly cutShort?: VerbKit["cutShort"];
}

/** What a console needs: questions, verbs and the live stream. It watches nothing. */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  await publishPresets(options);
  const live = await startLive(options);
  const kit: VerbKit = { ...options, untilTaken: (row) => untilTaken(options, live, row) };
  const screens = makeScreens(kit);
  return {
    queries: makeQueries(options, options.setting, options.orchestrators),
    verbs: makeVerbs(kit),
    live,
    screens,
    async stop() {
      await screens.stop();
      await live.stop();
    },
  };
}

export interface WatchOptions extends Environment {
  readonly orchestrators: readonly Orchestrator[];
  readonly timing?: Partial<WatchTiming>;
}

/** Tasks that desks elsewhere wrote down are asked for here, as soon as they are told of. */
async function followPendingTasks(kit: VerbKit): Promise<() => Promise<void>> {
  let turn: Promise<void> = Promise.resolve();
  const look = () => {
    turn = turn
      .then(() => carryOutPending(kit))
      .catch((error: unknown) => kit.log.error("Waiting tasks could not be asked for.", { error: String(error) }));
  };
  const stop = await kit.db.listen(CHANGES_CHANNEL, {
    onMessage: (text) => {
      const { touched } = readChangeNotice(text);
      if (!touched || touched.some(({ kind, what }) => kind === "task" && what === "state")) look();
    },
    onReconnect: look,
  });
  look();
  return async () => {
    await stop();
    await turn;
  };
}

/** Watches every orchestrator. One process does this at a time; the others only have desks. */
export function startWatching(options: WatchOptions): { stop(): Promise<void> } {
  const watches = watchAll(options);
  const tasks = followPendingTasks(options).catch((error: unknown) => {
    options.log.error("Waiting tasks cannot be followed.", { error: String(error) });
    return async () => {};
  });
  const shelves = keepShelves(options).catch((error: unknown) => {
    options.log.error("Shelved alarms cannot be followed.", { error: String(error) });
    return async () => {};
  });
  const plans = keepPlans(options).catch((error: unknown) => {
    options.log.error("Planned work cannot be carried out.", { error: String(error) });
    return async () => {};
  });
  const heeds = keepHeeds(options).catch((error: unknown) => {
    options.log.error("Policies cannot be told to hosts.", { error: String(error) });
    return async () => {};
  });
  const failbacks = keepFailbacks(options).catch((error: unknown) => {
    options.log.error("Machines cannot be taken home.", { error: String(error) });
    return async () => {};
  });
  const rollouts = keepRollouts(options).catch((error: unknown) => {
    options.log.error("Rollouts cannot be carried on.", { error: String(error) });
    return async () => {};
  });
  return {
    async stop() {
      await watches.stop();
      await (await rollouts)();
      await (await heeds)();
      await (await failbacks)();
      await (await shelves)();
      await (await plans)();
      await (await tasks)();
    },
  };
}

function watchAll({ db, clock, log, orchestrators, timing }: WatchOptions): { stop(): Promise<void> } {
  const stop = new AbortController();
  const watches = orchestrators.map((orchestrator) =>
    watchAdapter({ db, clock, log }, orchestrator, stop.signal, { ...WATCH_TIMING, ...timing }),
  );
  return {
    async stop() {
      stop.abort();
      await Promise.all(watches);
    },
  };
}

/** Both in one process: the embedded mode. The database and the orchestrators stay the caller's to close. */
export async function startControlPlane(options: DeskOptions & WatchOptions): Promise<Desk> {
  // Here the desk asks for itself; only what was cut short is left to ask for.
  const leftBehind = askForLeftBehind(options);
  const desk = await openDesk({ ...options, cutShort: leftBehind.soon });
  const watches = watchAll(options);
  const stopShelves = await keepShelves(options);
  const stopPlans = await keepPlans({ ...options, cutShort: leftBehind.soon });
  const stopRollouts = await keepRollouts({ ...options, cutShort: leftBehind.soon });
  const stopHeeds = await keepHeeds(options);
  const stopFailbacks = await keepFailbacks({ ...options, cutShort: leftBehind.soon });
  return {
    ...desk,
    async stop() {
      await watches.stop();
      await stopRollouts();
      await stopHeeds();
      await stopFailbacks();
      await stopShelves();
      await stopPlans();
      await leftBehind.stop();
      await desk.stop();
    },
  };
}
