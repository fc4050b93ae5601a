import path from "node:path";
import type { Environment } from "@v-available/control-plane/environment";
import { type FaultLab, openFaultLab } from "@v-available/control-plane/lab";
import { isUnwritten, pastSentence, writePast } from "@v-available/control-plane/past";
import { wallClock } from "@v-available/control-plane/wall-clock";
import type { Database } from "@v-available/db/database";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { openSimulator } from "@v-available/orchestrator-simulator/open";
import type { Configuration } from "./configuration";
import { log, say } from "./log";

export interface Backend {
  readonly orchestrator: Orchestrator;
  /** Null where the machines are real. */
  readonly openLab: ((environment: Environment) => FaultLab) | null;
  close(): Promise<void>;
}

/** The one place of the console that knows which backends there are. */
export async function openBackend(
  db: Database,
  backend: NonNullable<Configuration["backend"]>,
  dataDirectory: string,
  onError: (error: unknown) => void,
): Promise<Backend> {
  if (backend.kind === "qemu") {
    const orchestrator = await openQemuOrchestrator(backend.configFile);
    return { orchestrator, openLab: null, close: () => orchestrator.close() };
  }
  const folder = path.join(dataDirectory, "simulator");
  const { simulator, close } = await openSimulator({
    folder,
    pace: backend.pace,
    fleetPairs: backend.fleetPairs,
    ticker: wallClock,
    past: {
      days: backend.pastDays,
      isUnwritten: () => isUnwritten(db),
      write: (orchestrator, nowMs, play) => writePast({ db, log }, orchestrator, nowMs, play),
      onBegin: (plan) => say(pastSentence(plan)),
    },
    onError,
  });
  return {
    orchestrator: simulator,
    openLab: (environment) => openFaultLab(environment, simulator.name, simulator.lab),
    close,
  };
}
