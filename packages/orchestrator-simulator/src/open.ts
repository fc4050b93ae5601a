import { demoFleet } from "./demo-fleet";
import { fileStore } from "./file-store";
import { type Pace, SETTINGS_OF_PACE } from "./pace";
import { createSimulator, reviveSimulator, type Simulator } from "./simulator";
import { catchUp, followWallClock, type Ticker } from "./wall-clock";

export interface OpenSimulator {
  readonly simulator: Simulator;
  /** Stops time and writes the world down a last time. */
  close(): Promise<void>;
}

export interface OpenSimulatorOptions {
  /** Where the world is kept; a world that is there already goes on. */
  readonly folder: string;
  readonly pace: Pace;
  readonly ticker: Ticker;
  /** Told once of what ends the drive: a world that can't be written down stands still. */
  readonly onError: (error: unknown) => void;
}

/** The demo's fleet, kept in a folder and following the wall clock: what compositions open. */
export async function openSimulator({ folder, pace, ticker, onError }: OpenSimulatorOptions): Promise<OpenSimulator> {
  const store = fileStore(folder);
  const stored = store.load();
  const simulator = stored
    ? reviveSimulator(stored, { store })
    : createSimulator({
        seed: "demo",
        fleet: demoFleet(),
        wallMs: ticker.nowMs(),
        settings: SETTINGS_OF_PACE[pace],
        store,
      });
  if (!stored) {
    // Before anything can be asked of it: inputs mean nothing without the world that they were done to.
    const { text, inputs } = simulator.image();
    await store.saveImage(text, inputs);
  }
  catchUp(simulator, ticker.nowMs());
  const drive = followWallClock(simulator, { ticker, store, onError });
  return {
    simulator,
    async close() {
      await drive.stop();
      await simulator.close();
      store.close();
    },
  };
}
