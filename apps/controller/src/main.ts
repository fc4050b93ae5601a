import path from "node:path";
import { startWatching } from "@v-available/control-plane/control-plane";
import { systemClock } from "@v-available/control-plane/environment";
import { isUnwritten, pastSentence, writePast } from "@v-available/control-plane/past";
import { wallClock } from "@v-available/control-plane/wall-clock";
import { type Database, openDatabase } from "@v-available/db/database";
import { holdLeadership } from "@v-available/db/leadership";
import { Refusal } from "@v-available/domain/refusal";
import type { Orchestrator } from "@v-available/orchestrator/orchestrator";
import { openQemuOrchestrator } from "@v-available/orchestrator-qemu/open";
import { openSimulator } from "@v-available/orchestrator-simulator/open";
import { pino } from "pino";
import { type Configuration, configurationFrom } from "./configuration";

const logger = pino({ base: null });
const log = {
  info: (message: string, fields: object = {}) => logger.info(fields, message),
  warn: (message: string, fields: object = {}) => logger.warn(fields, message),
  error: (message: string, fields: object = {}) => logger.error(fields, message),
};

interface Backend {
  readonly orchestrator: Orchestrator;
  close(): Promise<void>;
}

async function openBackend({ backend }: Configuration, db: Database): Promise<Backend> {
  if (backend.kind === "qemu") {
    const orchestrator = await openQemuOrchestrator(backend.configFile);
    return { orchestrator, close: () => orchestrator.close() };
  }
  const folder = path.join(backend.dataDirectory, "simulator");
  const { simulator, close } = await openSimulator({
    folder,
    pace: backend.pace,
    fleetPairs: backend.fleetPairs,
    ticker: wallClock,
    past: {
      days: backend.pastDays,
      isUnwritten: () => isUnwritten(db),
      write: (orchestrator, nowMs, play) => writePast({ db, log }, orchestrator, nowMs, play),
      onBegin: (plan) => log.info(pastSentence(plan)),
    },
    onError: endWithDefect,
  });
  return { orchestrator: simulator, close };
}

function endWithDefect(error: unknown): void {
  log.error("The controller ends by a defect of its own.", { error: String(error) });
  process.exit(1);
}

/** Watches the backends while it leads; stands by while another controller does. */
async function main(): Promise<void> {
  const configuration = configurationFrom(process.env);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const onTrouble = (message: string) => log.warn(message);
  const db = await openDatabase({ kind: "postgres", url: configuration.databaseUrl }, { onTrouble });
  log.info("The controller stands by.");
  await holdLeadership({
    url: configuration.databaseUrl,
    signal: stop.signal,
    onTrouble,
    async lead(signal) {
      const backend = await openBackend(configuration, db);
      const watching = startWatching({ db, clock: systemClock, log, orchestrators: [backend.orchestrator] });
      log.info("The controller leads.");
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await watching.stop();
      await backend.close();
      log.info("The controller no longer leads.");
    },
  });
  await db.close();
}

main().catch((error: unknown) => {
  if (error instanceof Refusal) {
    process.stderr.write(`${[error.detail.message, error.detail.remedy].filter(Boolean).join(" ")}\n`);
    process.exit(1);
  }
  endWithDefect(error);
});
