import path from "node:path";
import { openFaultLab } from "@v-available/control-plane/lab";
import { wallClock } from "@v-available/control-plane/wall-clock";
import type { Database } from "@v-available/db/database";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { openSimulator } from "@v-available/orchestrator-simulator/open";
import type { Pace } from "@v-available/orchestrator-simulator/pace";
import type { Configuration } from "./configuration";

export interface Backend {
  readonly orchestrator: Orchestrator;
  /** Null where the machines are real. */
  readonly openLab: ((db: Database) => ReturnType<typeof openFaultLab>) | null;
  close(): Promise<void>;
}

/** The one place of the console that knows which backends there are. */
export async function openBackend(configuration: Configuration, onError: (error: unknown) => void): Promise<Backend> {
  const { backend } = configuration;
  return backend.kind === "qemu" ? openQemu(backend.configFile) : openDemo(configuration, backend.pace, onError);
}

async function openQemu(configFile: string): Promise<Backend> {
  const orchestrator = await openQemuOrchestrator(configFile);
  return { orchestrator, openLab: null, close: () => orchestrator.close() };
}

function openDemo({ dataDirectory }: Configuration, pace: Pace, onError: (error: unknown) => void): Backend {
  const { simulator, close } = openSimulator({
    folder: path.join(dataDirectory, "simulator"),
    pace,
    ticker: wallClock,
    onError,
  });
  return {
    orchestrator: simulator,
    openLab: (db) => openFaultLab({ db }, simulator.name, simulator.lab),
    close,
  };
}
