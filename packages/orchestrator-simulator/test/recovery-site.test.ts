import type { Command } from "@v-available/domain/command";
import type { FaultKind } from "@v-available/domain/fault-kind";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import { beforeEach, describe, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import { factsOf } from "../src/facts";
import { SETTINGS_OF_PACE } from "../src/pace";
import { withRecoverySite } from "../src/recovery-fleet";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import { SafetyCheck } from "./safety";

let simulator: Simulator;
beforeEach(() => {
  simulator = createSimulator({
    seed: "recovery-site",
    fleet: withRecoverySite(smallFleetOfEachLevel()),
    wallMs: 1_780_000_000_000,
    settings: SETTINGS_OF_PACE.brisk,
    afterEvent: new SafetyCheck().after,
  });
  simulator.advanceTo(20_000);
});

const simOf = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const vm = (name = "ha-app") => observeVm(simulator.sim, simOf(name));
const headline = (name = "ha-app") => protectionOf(vm(name), factsOf(simulator.sim, "pair-one"));
const client = (name = "ha-app") => simulator.clientOf(simOf(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef })?.id ?? "";
const ask = (command: Command, key: string): Promise<string | null> =>
  simulator.execute(command, key).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.detail.message;
      throw error;
    },
  );
const recover = (name = "ha-app", key = "declare", pointAtMs?: number) =>
  ask({ kind: "vm.recover", vmRef: simOf(name).ref, signedBy: "Ada", loss: "the last seconds", pointAtMs }, key);
const failBack = (name = "ha-app", key = "back") =>
  ask({ kind: "vm.fail-back", vmRef: simOf(name).ref, signedBy: "Ada" }, key);
const stateOf = (key: string) => simulator.sim.world.tasks[key]?.observed.state;

/** Both hosts are without power, and the machine runs at the recovery site. */
async function atTheRecoverySite(): Promise<string> {
  const fault = inject("site-power", "site-north");
  pass(20_000);
  expect(await recover()).toBeNull();
  pass(10_000);
  expect(stateOf("declare")).toBe("succeeded");
  return fault;
}

describe("the loss of both hosts", () => {
  it("is never acted on without a person, who finds the machine as far behind as was told", async () => {
    inject("site-power", "site-north");
    pass(200_000);
    expect(headline()).toMatchObject({
      state: "Down",
      reason: "Neither one-a nor one-b is there. East has a recovery copy: a person may declare Disaster Recovery.",
    });
    const { acknowledged } = client();
    const lagMs = vm().recoveryCopy?.lagMs ?? 0;
    expect(await recover()).toBeNull();
    expect(headline()).toMatchObject({
      state: "Down",
      power: "elsewhere",
      reason: "Ada declared Disaster Recovery: it starts at East, and does not answer yet.",
    });
    pass(10_000);
    expect(headline()).toMatchObject({
      state: "Unprotected",
      effective: "unprotected",
      reason: "Ada declared Disaster Recovery: it runs at East on one copy, and what its pair has is older.",
      next: null,
    });
    const after = client();
    expect(after.acknowledged, "it serves").toBeGreaterThan(acknowledged + 5);
    // Two writes a second, and no more are lost than the time that was told.
    expect(after.lost).toBeGreaterThan(0);
    expect(after.lost).toBeLessThanOrEqual((lagMs / 1_000) * 2 * 1.8);
    expect(after.memoryLost).toBe(1);
  });

  it.each([
    ["It runs at its pair.", () => {}],
    ["Not while its state is unknown. Last heard from", () => inject("site-isolated", "site-north")],
    [
      "witness-south holds the token of ha-app, and does not answer.",
      () => {
        inject("site-power", "site-north");
        inject("witness-lost", "witness-south");
      },
    ],
    [
      "East is lost as well.",
      () => {
        inject("site-power", "site-north");
        inject("site-power", "site-east");
      },
    ],
    [
      "one-a may still run ha-app: nothing says for certain that the power is off there.",
      () => {
        inject("disk-failed", "host-one-b/disk-0");
        pass(10_000);
        inject("host-power-loss", "host-one-a");
      },
    ],
  ])("is not declared against the facts: %s", async (reason, lose) => {
    lose();
    pass(60_000);
    expect(await recover()).toContain(reason);
    expect(simOf("ha-app").recovery?.live ?? null).toBeNull();
  });
});

describe("the choice of a point", () => {
  it("is kept finely for half a minute, then by the minute, and never of what was never whole there", () => {
    pass(400_000);
    const { recoveryCopy } = vm();
    const ages = (recoveryCopy?.earlierPointsAtMs ?? []).map((atMs) => (recoveryCopy?.lastPointAtMs ?? 0) - atMs);
    expect(ages.filter((ageMs) => ageMs < 30_000)).toHaveLength(5);
    const older = ages.filter((ageMs) => ageMs >= 30_000);
    expect(older.length).toBeGreaterThanOrEqual(6);
    expect(older.length).toBeLessThanOrEqual(8);
    expect([...ages].sort((one, other) => one - other)).toEqual(ages);
  });

  it("gives up what was written since, and what is newer is no part of its history any more", async () => {
    pass(60_000);
    const fault = inject("site-power", "site-north");
    pass(20_000);
    const [, , , chosen = 0] = vm().recoveryCopy?.earlierPointsAtMs ?? [];
    expect(await recover("ha-app", "gone", chosen + 1)).toBe("That point of ha-app is not kept any more.");
    const givenUpMs = simulator.wallMs() - 20_000 - chosen;
    expect(await recover("ha-app", "declare", chosen)).toBeNull();
    expect(vm().recoveryCopy?.lastPointAtMs).toBe(chosen);
    expect(vm().recoveryCopy?.earlierPointsAtMs.every((atMs) => atMs < chosen)).toBe(true);
    pass(10_000);
    expect(client().lost).toBeGreaterThan(20);
    expect(client().lost).toBeLessThanOrEqual((givenUpMs / 1_000) * 2 * 1.8);
    const { lost } = client();
    simulator.lab.clear(fault);
    pass(60_000);
    expect(await failBack()).toBeNull();
    pass(60_000);
    expect(headline().state).toBe("Protected");
    expect(client().lost, "none more").toBe(lost);
  });
});

describe("a machine at the recovery site", () => {
  it("is not started by its hosts when they are back, nor by anything else than the way back", async () => {
    const fault = await atTheRecoverySite();
    simulator.lab.clear(fault);
    pass(60_000);
    expect(headline("ft-app").state, "nobody declared anything of that one").toBe("Protected");
    expect(vm().instances).toEqual({ a: "Stopped", b: null });
    expect(vm().register?.inSync).toEqual([]);
    expect(headline().state).toBe("Unprotected");
    for (const kind of ["vm.start", "vm.stop", "vm.delete"] as const)
      expect(await ask({ kind, vmRef: simOf("ha-app").ref }, kind)).toBe(
        "It is at the recovery site; bring it back first.",
      );
    expect(client().longestGapMs).toBeLessThan(60_000);
  });

  it("is brought back with all that was written there, and has then what was declared", async () => {
    const fault = await atTheRecoverySite();
    const { lost } = client();
    expect(await failBack()).toBe("The WAN to East carries nothing.");
    simulator.lab.clear(fault);
    expect(await failBack()).toBe("Neither one-a nor one-b can take ha-app.");
    pass(60_000);
    expect(await failBack()).toBeNull();
    expect(headline().next).toMatch(
      /^What was written there is copied to one-a, \d+ MiB to go; then it is started there\.$/,
    );
    pass(60_000);
    expect(stateOf("back")).toBe("succeeded");
    expect(headline().state).toBe("Protected");
    expect(vm().recoveryCopy).toMatchObject({ live: null });
    expect(vm().recoveryCopy?.lagMs).toBeLessThan(7_000);
    expect(client().lost, "none more").toBe(lost);
    expect(client().memoryLost).toBe(2);
  });

  it.each([
    ["the witness", "wan-down", "link-one-wan"],
    ["the recovery site", "witness-lost", "witness-south"],
  ] as const)(
    "is not started by a host that alone had its newest copy, and hears of it from %s alone",
    async (_, kind, ref) => {
      inject("disk-failed", "host-one-b/disk-0");
      pass(10_000);
      expect(vm().register?.inSync).toEqual(["a"]);
      const fault = await atTheRecoverySite();
      inject(kind, ref);
      simulator.lab.clear(fault);
      pass(60_000);
      expect(vm().instances.a).toBe("Stopped");
      expect(headline().state).toBe("Unprotected");
    },
  );

  it("is left alone by such a host that hears of it from nobody, until it does", async () => {
    inject("disk-failed", "host-one-b/disk-0");
    pass(10_000);
    const fault = await atTheRecoverySite();
    inject("witness-lost", "witness-south");
    const wan = inject("wan-down", "link-one-wan");
    simulator.lab.clear(fault);
    pass(60_000);
    expect(simOf("ha-app").instances).toEqual({ a: null, b: null });
    simulator.lab.clear(wan);
    pass(5_000);
    expect(vm().register).toMatchObject({ inSync: [] });
    expect(simOf("ha-app").instances).toEqual({ a: null, b: null });
  });

  it("waits on its way back for a line that is cut, and stays where it is", async () => {
    const fault = await atTheRecoverySite();
    simulator.lab.clear(fault);
    pass(60_000);
    expect(await failBack()).toBeNull();
    const wan = inject("wan-down", "link-one-wan");
    pass(60_000);
    expect(stateOf("back")).toBe("running");
    expect(headline()).toMatchObject({ state: "Unprotected", etaAtMs: null });
    expect(client().longestGapMs).toBeLessThan(60_000);
    simulator.lab.clear(wan);
    pass(60_000);
    expect(headline().state).toBe("Protected");
  });

  it("stops with the power of that site, and starts again with it", async () => {
    await atTheRecoverySite();
    const { lost } = client();
    const east = inject("site-power", "site-east");
    pass(10_000);
    expect(headline()).toMatchObject({ state: "Down", next: "It starts when East is back." });
    simulator.lab.clear(east);
    pass(60_000);
    expect(headline().state).toBe("Unprotected");
    expect(client().lost).toBe(lost);
  });

  it("is the same after a restart of the process", async () => {
    const fault = await atTheRecoverySite();
    simulator.lab.clear(fault);
    pass(60_000);
    expect(await failBack()).toBeNull();
    const revived = reviveSimulator({ image: simulator.image().text, inputs: [] });
    for (const one of [simulator, revived]) one.advanceTo(200_000);
    expect(revived.sim.world).toEqual(simulator.sim.world);
  });
});
