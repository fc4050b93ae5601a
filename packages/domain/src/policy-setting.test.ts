import { describe, expect, it } from "vitest";
import { POLICY_PRESETS } from "./policy";
import { POLICY_SETTINGS, settingStandings } from "./policy-setting";

const policy = POLICY_PRESETS["high-availability"];

describe("the settings of a policy", () => {
  it("are each said of a backend that does not act on them, with its own reason", () => {
    const standings = settingStandings(policy, [
      { name: "one", capabilities: { failback: { supported: true } } },
      { name: "two", capabilities: { failback: { supported: false, reason: "Nothing goes back by itself." } } },
    ]);
    expect(standings.map(({ setting }) => setting)).toEqual(Object.keys(POLICY_SETTINGS));
    const [failback] = standings.filter(({ setting }) => setting === "failback");
    expect(failback).toMatchObject({
      says: "A machine stays where it was taken over.",
      isDefault: true,
      unheeded: [{ backend: "two", reason: "Nothing goes back by itself." }],
    });
    expect(standings.find(({ setting }) => setting === "resync-share")?.unheeded).toHaveLength(2);
  });

  it("say what the policy says, and whether that is what comes without acting on it", () => {
    const [order] = settingStandings(
      { ...policy, restartPriority: 1, restartAfter: [{ machine: "erp-db" }, { label: "core" }], startDelayMs: 5_000 },
      [],
    );
    expect(order).toMatchObject({
      says: "After the loss of a host it is restarted with priority 1, after erp-db and those labelled core, 5 s later. Nobody is waited for longer than 2 min.",
      isDefault: false,
      unheeded: [],
    });
    expect(POLICY_SETTINGS["mtbf-policy"].isDefault({ ...policy, mtbf: "never-restart" })).toBe(false);
  });
});
