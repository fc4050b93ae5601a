import path from "node:path";
import { pastDaysFrom } from "@v-available/control-plane/past-days";
import { Refusal } from "@v-available/domain/refusal";

/** What the environment says, read once at start. */
export interface Configuration {
  readonly databaseUrl: string;
  readonly backend:
    | {
        readonly kind: "simulator";
        readonly dataDirectory: string;
        readonly pace: "real" | "brisk";
        readonly fleetPairs: string | null;
        readonly pastDays: number;
      }
    | { readonly kind: "qemu"; readonly configFile: string };
}

/** @throws Refusal invalid, naming the variable */
export function configurationFrom(env: NodeJS.ProcessEnv): Configuration {
  if (!env.DATABASE_URL)
    throw wrong("DATABASE_URL", null, "is not set", "Set it to the address of a PostgreSQL 15 or newer.");
  const kind = env.ORCHESTRATOR || "simulator";
  if (kind === "simulator") {
    const pace = env.SIMULATOR_PACE || "real";
    if (pace !== "real" && pace !== "brisk")
      throw wrong("SIMULATOR_PACE", pace, `is "${pace}"`, "Set it to real or brisk.");
    return {
      databaseUrl: env.DATABASE_URL,
      backend: {
        kind,
        dataDirectory: path.resolve(env.DATA_DIR || ".data"),
        pace,
        fleetPairs: env.FLEET_PAIRS || null,
        pastDays: pastDaysFrom(env.FLEET_PAST_DAYS),
      },
    };
  }
  if (kind !== "qemu") throw wrong("ORCHESTRATOR", kind, `is "${kind}"`, "Set it to simulator or qemu.");
  if (!env.QEMU_CONFIG)
    throw wrong("QEMU_CONFIG", null, "is not set, so no host is known", "Set it to the file that names the hosts.");
  return { databaseUrl: env.DATABASE_URL, backend: { kind, configFile: path.resolve(env.QEMU_CONFIG) } };
}

const wrong = (field: string, value: string | null, what: string, remedy: string) =>
  new Refusal({ code: "invalid", message: `${field} ${what}.`, field, value, remedy });
