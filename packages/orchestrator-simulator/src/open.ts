import { Refusal } from "@v-available/domain/refusal";
import { demoFleet } from "./demo-fleet";
import { fileStore } from "./file-store";
import { UnreadableImage } from "./image";
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

/** A person starts this on a folder: what is wrong with it is told as a sentence with its remedy. */
function refusalOf(error: unknown, folder: string): unknown {
  const about = { field: "folder", value: folder };
  if (error instanceof UnreadableImage)
    return new Refusal(
      {
        code: "failed",
        message: `The simulated fleet in ${folder} ${error.message}.`,
        remedy: "Restore the directory from a backup, or move it away and start with a new fleet.",
        ...about,
      },
      { cause: error },
    );
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Refusal(
    {
      code: "blocked",
      message: `The simulated fleet cannot be kept in ${folder}: the system said ${code}.`,
      remedy: "Give this user the right to write there, or start with another data directory.",
      ...about,
    },
    { cause: error },
  );
}

/**
 * The demo's fleet, kept in a folder and following the wall clock: what compositions open.
 * @throws Refusal where the folder is damaged or can't be written
 */
export async function openSimulator(options: OpenSimulatorOptions): Promise<OpenSimulator> {
  try {
    return await open(options);
  } catch (error) {
    throw refusalOf(error, options.folder);
  }
}

async function open({ folder, pace, ticker, onError }: OpenSimulatorOptions): Promise<OpenSimulator> {
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
