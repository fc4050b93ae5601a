import { Refusal } from "@v-available/domain/refusal";
import { demoFleet } from "./demo-fleet";
import { fileStore } from "./file-store";
import type { Fleet } from "./fleet";
import { fleetPairsFrom } from "./generated-fleet/fleet-size";
import { generateFleet } from "./generated-fleet/generate";
import { UnreadableImage } from "./image";
import { type Pace, SETTINGS_OF_PACE } from "./pace";
import { beginWithPast, type PastWriter } from "./past/begin-with-past";
import { createSimulator, type NewSimulator, reviveSimulator, type Simulator } from "./simulator";
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
  /** How many pairs a generated fleet is to have, as FLEET_PAIRS says it; null for the twelve of the demo. */
  readonly fleetPairs: string | null;
  readonly ticker: Ticker;
  /** Who writes down what a new fleet has lived through; null where none has. */
  readonly past: PastWriter | null;
  /** Told once of what ends the drive: a world that can't be written down stands still. */
  readonly onError: (error: unknown) => void;
}

/** A person starts this on a folder: what is wrong with it is told as a sentence with its remedy. */
function refusalOf(error: unknown, folder: string): unknown {
  if (error instanceof Refusal) return error;
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
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error; // not of the folder
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
 * @throws Refusal where the folder is damaged or can't be written, or holds a fleet of another size
 */
export async function openSimulator(options: OpenSimulatorOptions): Promise<OpenSimulator> {
  try {
    return await open(options);
  } catch (error) {
    throw refusalOf(error, options.folder);
  }
}

/** About the average of the pairs that a generated fleet is to look like. */
const MACHINES_PER_PAIR = 10;

const fleetOf = (pairs: number | null): Fleet =>
  pairs === null ? demoFleet() : generateFleet({ seed: "demo", pairs, machinesPerPair: MACHINES_PER_PAIR });

/** A fleet that is there already goes on; it is not made larger or smaller. */
function checkSize(simulator: Simulator, folder: string, fleetPairs: number | null): void {
  const pairs = Object.values(simulator.sim.world.pairs).filter(({ formed }) => !formed).length;
  if (fleetPairs === null || fleetPairs === pairs) return;
  throw new Refusal({
    code: "blocked",
    message: `The simulated fleet in ${folder} has ${pairs} pairs, and FLEET_PAIRS asks for ${fleetPairs}.`,
    field: "FLEET_PAIRS",
    value: String(fleetPairs),
    limit: String(pairs),
    remedy: "Start with another data directory, or leave FLEET_PAIRS out.",
  });
}

async function open({ folder, pace, ticker, past, onError, ...options }: OpenSimulatorOptions): Promise<OpenSimulator> {
  const fleetPairs = fleetPairsFrom(options.fleetPairs);
  const newWorld = (): NewSimulator => ({
    seed: "demo",
    fleet: fleetOf(fleetPairs),
    wallMs: ticker.nowMs(),
    settings: SETTINGS_OF_PACE[pace],
  });
  if (past) await beginWithPast(folder, newWorld, past);
  const store = fileStore(folder);
  const stored = store.load();
  const simulator = stored ? reviveSimulator(stored, { store }) : createSimulator({ ...newWorld(), store });
  if (stored) checkSize(simulator, folder, fleetPairs);
  if (stored === null || typeof stored.image === "string") {
    // Before anything can be asked of it: inputs mean nothing without the world that they were done to.
    await store.saveImage(simulator.imageSince(null));
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
