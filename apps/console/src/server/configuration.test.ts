import path from "node:path";
import { Refusal } from "@v-available/domain/refusal";
import { describe, expect, it } from "vitest";
import { configurationFrom } from "./configuration";

const env = (variables: Record<string, string>) => ({ NODE_ENV: "test", ...variables }) as NodeJS.ProcessEnv;

describe("the configuration of a console", () => {
  it("is the demo on the embedded database when nothing is set", () => {
    const configuration = configurationFrom(env({}));
    expect(configuration.backend).toEqual({
      kind: "simulator",
      pace: "real",
      fleetPairs: null,
      pastDays: 90,
    });
    expect(configuration.database).toEqual({ kind: "pglite", directory: path.resolve(".data/database") });
  });

  it("takes DATA_DIR and DATABASE_URL", () => {
    expect(configurationFrom(env({ DATA_DIR: "elsewhere" })).dataDirectory).toBe(path.resolve("elsewhere"));
    expect(configurationFrom(env({ DATABASE_URL: "postgres://x/y" })).database).toEqual({
      kind: "postgres",
      url: "postgres://x/y",
    });
  });

  it("watches nothing itself where a controller does", () => {
    expect(configurationFrom(env({ CONTROLLER: "external", DATABASE_URL: "postgres://x/y" })).backend).toBeNull();
  });

  it.each([
    ["DATABASE_URL", { CONTROLLER: "external" }],
    ["ORCHESTRATOR", { ORCHESTRATOR: "vsphere" }],
    ["QEMU_CONFIG", { ORCHESTRATOR: "qemu" }],
    ["CONTROLLER", { CONTROLLER: "no" }],
    ["SIMULATOR_PACE", { SIMULATOR_PACE: "slow" }],
    ["FLEET_PAST_DAYS", { FLEET_PAST_DAYS: "-1" }],
    ["FLEET_PAST_DAYS", { FLEET_PAST_DAYS: "a few" }],
  ])("names %s when it is wrong, and the remedy", (field, variables) => {
    try {
      configurationFrom(env(variables));
      expect.unreachable("it was accepted");
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      expect((error as Refusal).detail).toMatchObject({ code: "invalid", field, remedy: expect.any(String) });
    }
  });
});
