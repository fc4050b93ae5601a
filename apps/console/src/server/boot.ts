import type { Context } from "@v-available/api/context";
import { openDesk, startControlPlane } from "@v-available/control-plane/control-plane";
import { systemClock } from "@v-available/control-plane/environment";
import { openDatabase } from "@v-available/db/database";
import { Refusal } from "@v-available/domain/refusal";
import manifest from "../../package.json";
import { openBackend } from "./compose";
import { type Configuration, configurationFrom } from "./configuration";
import { log } from "./log";

export interface Server {
  readonly configuration: Configuration;
  contextOf(request: Request): Context;
  /** Lets go of everything in order: the watch, the backend, the database. */
  stop(): Promise<void>;
}

// Instrumentation and routes are bundled apart and load this module twice; the process has one server all the same.
const SERVER = Symbol.for("v-available.server");
const held = globalThis as typeof globalThis & { [SERVER]?: Promise<Server> };

/** The one server of this process, booted at the first call. */
export function getServer(): Promise<Server> {
  held[SERVER] ??= boot(configurationFrom(process.env));
  return held[SERVER];
}

/** The one server, if it was ever asked for. */
export const bootedServer = (): Promise<Server> | undefined => held[SERVER];

async function boot(configuration: Configuration): Promise<Server> {
  // The database first: its lock is what keeps a second instance out of the whole data directory.
  const db = await openDatabase(configuration.database, { onTrouble: (message) => log.warn(message) });
  const backend =
    configuration.backend && (await openBackend(db, configuration.backend, configuration.dataDirectory, endWithDefect));
  const options = {
    db,
    clock: systemClock,
    log,
    orchestrators: backend ? [backend.orchestrator] : [],
    setting: {
      version: manifest.version,
      organisation: configuration.organisation,
      demo: Boolean(backend?.openLab),
    },
  };
  const desk = backend ? await startControlPlane(options) : await openDesk(options);
  const lab = backend?.openLab?.() ?? null;
  const context: Context = {
    queries: desk.queries,
    verbs: desk.verbs,
    live: desk.live,
    lab,
    actor: { role: "owner", name: "local operator", sites: "all" },
    whileSignedIn: (signal) => signal,
    reportDefect: (error, where) =>
      log.error("A request failed for a reason nobody foresaw.", {
        where,
        error: String(error),
        stack: stackOf(error),
      }),
  };
  return {
    configuration,
    contextOf: () => context,
    async stop() {
      await desk.stop();
      await backend?.close();
      await db.close();
    },
  };
}

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : undefined);

/** A simulated world that can't be written down would show a state that the next start does not know: end instead. */
function endWithDefect(error: unknown): void {
  log.error("The simulated fleet stopped.", { error: String(error), stack: stackOf(error) });
  process.exit(1);
}

/** A refusal is for the person who starts the console: its sentence and its remedy, without a stack. */
export const sentenceOf = (error: unknown): string | null =>
  error instanceof Refusal ? [error.detail.message, error.detail.remedy].filter(Boolean).join(" ") : null;
