import path from "node:path";
import { openFaultLab } from "@v-available/control-plane/lab";
import type { Database } from "@v-available/db/database";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { demoFleet } from "@v-available/orchestrator-simulator/demo-fleet";
import { fileStore } from "@v-available/orchestrator-simulator/file-store";
import { SETTINGS_OF_PACE } from "@v-available/orchestrator-simulator/pace";
import { createSimulator, reviveSimulator } from "@v-available/orchestrator-simulator/simulator";
import { catchUp, followWallClock, type Ticker } from "@v-available/orchestrator-simulator/wall-clock";
import type { Configuration } from "./configuration";

export interface Backend {
  readonly orchestrator: Orchestrator;
  /** Null where the machines are real. */
  readonly openLab: ((db: Database) => ReturnType<typeof openFaultLab>) | null;
  close(): Promise<void>;
}

const wallClock: Ticker = {
  nowMs: () => Date.now(),
  every(intervalMs, tick) {
    const timer = setInterval(tick, intervalMs);
    return () => clearInterval(timer);
  },
};

/** The one place of the console that knows which backends there are. */
export function openBackend(configuration: Configuration, onError: (error: unknown) => void): Promise<Backend> {
  const { backend } = configuration;
  return backend.kind === "qemu" ? openQemu(backend.configFile) : openSimulator(configuration, backend.pace, onError);
}

async function openQemu(configFile: string): Promise<Backend> {
  const orchestrator = await openQemuOrchestrator(configFile);
  return { orchestrator, openLab: null, close: () => orchestrator.close() };
}

async function openSimulator(
  { dataDirectory }: Configuration,
  pace: keyof typeof SETTINGS_OF_PACE,
  onError: (error: unknown) => void,
): Promise<Backend> {
  const store = fileStore(path.join(dataDirectory, "simulator"));
  const stored = store.load();
  const simulator = stored
    ? reviveSimulator(stored, { store })
    : createSimulator({
        seed: "demo",
        fleet: demoFleet(),
        wallMs: Date.now(),
        settings: SETTINGS_OF_PACE[pace],
        store,
      });
  catchUp(simulator, Date.now());
  const drive = followWallClock(simulator, { ticker: wallClock, store, onError });
  return {
    orchestrator: simulator,
    openLab: (db) => openFaultLab({ db }, simulator.name, simulator.lab),
    async close() {
      await drive.stop();
      await simulator.close();
      store.close();
    },
  };
}
