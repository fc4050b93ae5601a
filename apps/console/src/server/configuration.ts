import path from "node:path";
import { pastDaysFrom } from "@v-available/control-plane/past-days";
import type { ProviderSettings } from "@v-available/control-plane/person/provider";
import { Refusal } from "@v-available/domain/refusal";
import { consoleSecretFrom } from "./own-secret";
import { providerFrom } from "./provider-settings";

/** What the environment says, read once at start and passed in from there. */
export interface Configuration {
  readonly database:
    | { readonly kind: "pglite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly url: string };
  /** Where the simulator keeps its world; the same folder as the embedded database's parent. */
  readonly dataDirectory: string;
  /** What this process watches itself; null where a controller does and this process only serves pages. */
  readonly backend:
    | {
        readonly kind: "simulator";
        readonly pace: "real" | "brisk";
        readonly fleetPairs: string | null;
        /** How much of a past a new fleet has. */
        readonly pastDays: number;
      }
    | { readonly kind: "qemu"; readonly configFile: string }
    | null;
  /** The customer's own name, shown in the bar. */
  readonly organisation: string;
  /** By which it keeps what it computes with; null for one of its own in the data directory. */
  readonly secret: string | null;
  /** By which people sign in, too; null where by none. */
  readonly provider: ProviderSettings | null;
}

function oneOf<const Choice extends string>(
  name: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice {
  const chosen = choices.find((choice) => choice === (value || choices[0]));
  if (chosen) return chosen;
  throw new Refusal({
    code: "invalid",
    message: `${name} is "${value}"; it must be ${choices.join(" or ")}.`,
    field: name,
    value: value ?? null,
    limit: choices.join(", "),
    remedy: `Set ${name} to one of these, or leave it out for ${choices[0]}.`,
  });
}

function backendFrom(env: NodeJS.ProcessEnv): Configuration["backend"] {
  if (oneOf("CONTROLLER", env.CONTROLLER, ["embedded", "external"]) === "external") {
    if (env.DATABASE_URL) return null;
    throw missing(
      "DATABASE_URL",
      "CONTROLLER is external and DATABASE_URL is not set, so there is no controller to meet.",
      "Set DATABASE_URL to the PostgreSQL that the controller writes, or leave CONTROLLER out.",
    );
  }
  const kind = oneOf("ORCHESTRATOR", env.ORCHESTRATOR, ["simulator", "qemu"]);
  if (kind === "simulator")
    return {
      kind,
      pace: oneOf("SIMULATOR_PACE", env.SIMULATOR_PACE, ["real", "brisk"]),
      fleetPairs: env.FLEET_PAIRS || null,
      pastDays: pastDaysFrom(env.FLEET_PAST_DAYS),
    };
  if (env.QEMU_CONFIG) return { kind, configFile: path.resolve(env.QEMU_CONFIG) };
  throw missing(
    "QEMU_CONFIG",
    "ORCHESTRATOR is qemu and QEMU_CONFIG is not set, so no host is known.",
    "Set QEMU_CONFIG to the file that names the hosts and the certificates; npm run lab makes one.",
  );
}

const missing = (field: string, message: string, remedy: string) =>
  new Refusal({ code: "invalid", message, field, value: null, remedy });

/** @throws Refusal invalid, naming the variable */
export function configurationFrom(env: NodeJS.ProcessEnv): Configuration {
  const dataDirectory = path.resolve(env.DATA_DIR || ".data");
  const backend = backendFrom(env);
  return {
    dataDirectory,
    database: env.DATABASE_URL
      ? { kind: "postgres", url: env.DATABASE_URL }
      : { kind: "pglite", directory: path.join(dataDirectory, "database") },
    backend,
    organisation: env.ORGANISATION || (backend?.kind === "simulator" ? "Northgate" : "v-Available"),
    secret: consoleSecretFrom(env),
    provider: providerFrom(env, backend?.kind === "simulator"),
  };
}
