import type { Simulator } from "./simulator";
import type { SimulatorStore } from "./store";

/** Real time, given by the composition: nothing in this package reads a clock or sets a timer. */
export interface Ticker {
  nowMs(): number;
  /** Calls about every `intervalMs` until the returned function is called. */
  every(intervalMs: number, tick: () => void): () => void;
}

const TICK_MS = 25;
/** One tick never simulates more than this, so that a late one does not block the process. */
const LONGEST_STEP_MS = 2_000;
/** Further behind than this (the machine slept) the clock jumps instead of catching up. */
const LONGEST_LAG_MS = 20_000;
/**
 * What was simulated after the last image was simulated from it, and is so again after a crash: exactly, as long as
 * the crash is made up for to at least where it was. So no more than this is ever simulated past an image.
 */
export const LONGEST_UNSAVED_MS = 30_000;
const SAVE_EVERY_MS = 5_000;
/** What is written each time grows with the fleet, and so does the time between: 25 s for 50,000 machines. */
const SAVE_EVERY_MS_PER_MACHINE = 0.5;

/** After a restart: lets pass again what may have been seen before it, then says that the rest of the time went by. */
export function catchUp(simulator: Simulator, wallNowMs: number): void {
  const missedMs = wallNowMs - simulator.wallMs();
  if (missedMs <= 0) return;
  simulator.advanceTo(simulator.nowMs() + Math.min(missedMs, LONGEST_UNSAVED_MS));
  simulator.setWallClock(wallNowMs);
}

export interface Drive {
  /** Stops time, and writes the world down a last time. */
  stop(): Promise<void>;
}

/**
 * Lets a simulated world follow the wall clock.
 * @param onError is told once of anything that ends the drive: a world that can't be written down stands still
 */
export function followWallClock(
  simulator: Simulator,
  { ticker, store, onError }: { ticker: Ticker; store?: SimulatorStore | undefined; onError: (error: unknown) => void },
): Drive {
  const saveEveryMs = Math.max(SAVE_EVERY_MS, SAVE_EVERY_MS_PER_MACHINE * simulator.sim.nameOfMac.size);
  let saved = { atMs: simulator.nowMs() };
  /** The time of the newest image that is stored. */
  let storedAtMs = simulator.beganAtMs;
  let saving: Promise<void> | null = null;
  let ended = false;
  const end = (error: unknown) => {
    if (ended) return;
    ended = true;
    stopTicking();
    onError(error);
  };
  const save = (): Promise<void> => {
    if (!store) return Promise.resolve();
    const atMs = simulator.nowMs();
    return store.saveImage(simulator.imageSince(storedAtMs)).then(() => {
      saved = { atMs };
      storedAtMs = atMs;
    });
  };
  const tick = () => {
    if (ended) return;
    try {
      if (ticker.nowMs() - simulator.wallMs() > LONGEST_LAG_MS) simulator.setWallClock(ticker.nowMs());
      const behindMs = ticker.nowMs() - simulator.wallMs();
      const limitMs = store ? saved.atMs + LONGEST_UNSAVED_MS : Number.POSITIVE_INFINITY;
      simulator.advanceTo(Math.min(simulator.nowMs() + Math.min(Math.max(behindMs, 0), LONGEST_STEP_MS), limitMs));
      if (!saving && simulator.nowMs() - saved.atMs >= saveEveryMs)
        saving = save()
          .catch(end)
          .finally(() => {
            saving = null;
          });
    } catch (error) {
      end(error);
    }
  };
  const stopTicking = ticker.every(TICK_MS, tick);
  return {
    async stop() {
      if (ended) return;
      ended = true;
      stopTicking();
      await saving;
      await save();
    },
  };
}
