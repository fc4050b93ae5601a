import type { Context } from "@v-available/api/context";
import { recordRefusal } from "@v-available/control-plane/audit/deed";
import { type AuditExport, exportAudit } from "@v-available/control-plane/audit/export";
import type { AuditExportInput } from "@v-available/control-plane/audit/input";
import { openDesk, startControlPlane } from "@v-available/control-plane/control-plane";
import type { Actor, Verbs } from "@v-available/control-plane/desk";
import { systemClock } from "@v-available/control-plane/environment";
import { refuseFaults } from "@v-available/control-plane/lab";
import { type Access, openAccess } from "@v-available/control-plane/person/access";
import { secretsBy } from "@v-available/control-plane/person/sealed";
import type { Screens } from "@v-available/control-plane/screen/screens";
import { openDatabase } from "@v-available/db/database";
import { Refusal } from "@v-available/domain/refusal";
import manifest from "../../package.json";
import { KEY_UNKNOWN, keyIn } from "./bearer";
import { openBackend } from "./compose";
import { type Configuration, configurationFrom } from "./configuration";
import { originOf } from "./form";
import { log, say } from "./log";
import { ownSecret } from "./own-secret";
import { held, SERVER } from "./running";
import { tokenIn } from "./session-cookie";

export interface Server {
  readonly configuration: Configuration;
  readonly access: Access;
  /** True where the fleet is simulated: whoever comes chooses a role. */
  readonly demo: boolean;
  contextOf(request: { readonly headers: Headers; readonly method: string }): Promise<Context>;
  /** For owners: @throws Refusal */
  setSecondPerson: Verbs["setSecondPerson"];
  readonly screens: Pick<Screens, "open" | "send">;
  exportAudit(input: AuditExportInput, actor: Actor): Promise<AuditExport>;
  /** Lets go of everything in order: the watch, the backend, the database. */
  stop(): Promise<void>;
}

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
  const demo = Boolean(backend?.openLab);
  const options = {
    db,
    clock: systemClock,
    log,
    orchestrators: backend ? [backend.orchestrator] : [],
    setting: {
      version: manifest.version,
      organisation: configuration.organisation,
      demo,
    },
  };
  const desk = backend ? await startControlPlane(options) : await openDesk(options);
  const lab = backend?.openLab?.(options) ?? refuseFaults(options);
  const secrets = secretsBy(async () => configuration.secret ?? ownSecret(configuration.dataDirectory));
  const access = await openAccess(options, demo, secrets, configuration.provider);
  const firstOwner = await access.inviteFirstOwner();
  if (firstOwner) say(`Nobody is its owner yet. Whoever opens this link first is: ${linkOf(firstOwner)}`);
  const parts = {
    queries: desk.queries,
    verbs: desk.verbs,
    live: desk.live,
    lab,
    reportDefect: (error: unknown, where: string) =>
      log.error("A request failed for a reason nobody foresaw.", {
        where,
        error: String(error),
        stack: stackOf(error),
      }),
  };
  return {
    configuration,
    access,
    demo,
    async contextOf({ headers, method }) {
      const from = originOf(headers);
      const key = keyIn(headers);
      const token = key === null ? tokenIn(headers) : null;
      const fresh = method !== "GET";
      const who = key === null ? await access.find(token, fresh) : await access.findKey(key, fresh);
      const by = who ?? { personId: null, name: null, role: null };
      return {
        ...parts,
        actor: who && { ...who, from },
        keyRefused: key === null || who !== null ? undefined : KEY_UNKNOWN,
        turnAway: (kind, refusal) =>
          recordRefusal(options, { kind, by: { ...by, from }, subject: null, reason: null }, refusal),
        whileSignedIn: (signal) =>
          key === null ? access.whileSignedIn(token, signal) : access.whileKeyHolds(key, signal),
      };
    },
    setSecondPerson: desk.verbs.setSecondPerson,
    screens: desk.screens,
    exportAudit: (input, actor) => exportAudit(options, input, actor),
    async stop() {
      await access.stop();
      await desk.stop();
      await backend?.close();
      await db.close();
    },
  };
}

/** Where a browser finds it, as far as the process knows. */
const linkOf = (token: string): string =>
  `${process.env.CONSOLE_URL ?? `http://localhost:${process.env.PORT ?? 3000}`}/invitation?token=${token}`;

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : undefined);

/** A simulated world that can't be written down would show a state that the next start does not know: end instead. */
function endWithDefect(error: unknown): void {
  log.error("The simulated fleet stopped.", { error: String(error), stack: stackOf(error) });
  process.exit(1);
}

/** A refusal is for the person who starts the console: its sentence and its remedy, without a stack. */
export const sentenceOf = (error: unknown): string | null =>
  error instanceof Refusal ? [error.detail.message, error.detail.remedy].filter(Boolean).join(" ") : null;
