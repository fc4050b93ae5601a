import path from "node:path";
import { Refusal } from "@v-available/domain/refusal";

/** What the environment says, read once at start and passed in from there. */
export interface Configuration {
  readonly database:
    | { readonly kind: "pglite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly url: string };
  /** Where the simulator keeps its world; the same folder as the embedded database's parent. */
  readonly dataDirectory: string;
  readonly backend:
    | { readonly kind: "simulator"; readonly pace: "real" | "brisk" }
    | { readonly kind: "qemu"; readonly configFile: string };
  /** External: another process watches the backends and this one only serves pages. */
  readonly controller: "embedded" | "external";
  /** The customer's own name, shown in the bar. */
  readonly organisation: string;
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

/** @throws Refusal invalid, naming the variable */
export function configurationFrom(env: NodeJS.ProcessEnv): Configuration {
  const dataDirectory = path.resolve(env.DATA_DIR || ".data");
  const kind = oneOf("ORCHESTRATOR", env.ORCHESTRATOR, ["simulator", "qemu"]);
  if (kind === "qemu" && !env.QEMU_CONFIG) {
    throw new Refusal({
      code: "invalid",
      message: "ORCHESTRATOR is qemu and QEMU_CONFIG is not set, so no host is known.",
      field: "QEMU_CONFIG",
      value: null,
      remedy: "Set QEMU_CONFIG to the file that names the hosts and the certificates; npm run lab makes one.",
    });
  }
  return {
    dataDirectory,
    database: env.DATABASE_URL
      ? { kind: "postgres", url: env.DATABASE_URL }
      : { kind: "pglite", directory: path.join(dataDirectory, "database") },
    backend:
      kind === "qemu"
        ? { kind, configFile: path.resolve(env.QEMU_CONFIG ?? "") }
        : { kind, pace: oneOf("SIMULATOR_PACE", env.SIMULATOR_PACE, ["real", "brisk"]) },
    controller: oneOf("CONTROLLER", env.CONTROLLER, ["embedded", "external"]),
    organisation: env.ORGANISATION || (kind === "simulator" ? "Northgate" : "v-Available"),
  };
}
