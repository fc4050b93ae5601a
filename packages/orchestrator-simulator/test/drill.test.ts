import type { Command } from "@v-available/domain/command";
import { drillTarget, drillVerdict, runningDrill } from "@v-available/domain/drill";
import type { FaultKind } from "@v-available/domain/fault-kind";
import { HIGH_AVAILABILITY, withRecovery } from "@v-available/domain/level";
import { Refusal, type RefusalDetail } from "@v-available/domain/refusal";
import { beforeEach, describe, expect, it } from "vitest";
import { smallFleetOfEachLevel } from "../src/demo-fleet";
import type { Fleet } from "../src/fleet";
import { SafetyWatch } from "../src/invariant";
import { SETTINGS_OF_PACE } from "../src/pace";
import { withRecoverySite } from "../src/recovery-fleet";
import type { Sim } from "../src/sim";
import { createSimulator, reviveSimulator, type Simulator } from "../src/simulator";
import { observeVm } from "../src/view";
import type { SimDrill } from "../src/world/recovery";

let safety: SafetyWatch;
let simulator: Simulator;
/** @param plant breaks something after each event, before that is judged; then an application takes long to start */
function open(fleet: Fleet, plant: ((sim: Sim) => void) | null = null): void {
  safety = new SafetyWatch();
  simulator = createSimulator({
    seed: "drill",
    fleet,
    wallMs: 1_780_000_000_000,
    settings: { ...SETTINGS_OF_PACE.brisk, ...(plant && { applicationStartMs: 20_000 }) },
    afterEvent: (sim, event) => {
      plant?.(sim);
      safety.after(sim, event);
    },
  });
  simulator.sim.beforeEffect = safety.before;
  simulator.advanceTo(20_000);
}
beforeEach(() => open(withRecoverySite(smallFleetOfEachLevel())));

const simOf = (name: string) => {
  const found = Object.values(simulator.sim.world.vms).find((one) => one.name === name);
  if (!found) throw new Error(`no machine ${name}`);
  return found;
};
const vm = (name = "ha-app") => observeVm(simulator.sim, simOf(name));
const copy = (name = "ha-app") => {
  const { recoveryCopy } = vm(name);
  if (!recoveryCopy) throw new Error(`no copy of ${name}`);
  return recoveryCopy;
};
const client = (name = "ha-app") => simulator.clientOf(simOf(name).ref);
const pass = (ms: number) => simulator.advanceTo(simulator.nowMs() + ms);
const inject = (kind: FaultKind, subjectRef: string) => simulator.lab.inject({ kind, subjectRef })?.id ?? "";
const ask = (command: Command, key: string): Promise<RefusalDetail | null> =>
  simulator.execute(command, key).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.detail;
      throw error;
    },
  );
const drill = (key = "drill", pointAtMs?: number, name = "ha-app") =>
  ask({ kind: "vm.drill", vmRef: simOf(name).ref, signedBy: "Ada", pointAtMs }, key);
const endDrill = (key = "end") => ask({ kind: "vm.end-drill", vmRef: simOf("ha-app").ref, signedBy: "Bo" }, key);
const taskOf = (key: string) => simulator.sim.world.tasks[key]?.observed;
const sentences = () => safety.breaches.map(({ invariant, sentence }) => `${invariant}: ${sentence}`);

describe("a drill", () => {
  it("measures what a start there takes and gives up, while the machine and its copying go on", async () => {
    const before = { ...client(), state: vm().instances, register: vm().register };
    const { lagMs, lastPointAtMs } = copy();
    expect(await drill()).toBeNull();
    expect(runningDrill(vm())).toMatchObject({ startedBy: "Ada", pointAtMs: lastPointAtMs });
    const steps = new Set<string>();
    while (taskOf("drill")?.state === "running") {
      steps.add(runningDrill(vm())?.step ?? "");
      pass(200);
    }
    expect([...steps]).toEqual([
      "make a clone of the point",
      "boot the clone in a network of its own",
      "wait until its application answers",
      "take the clone down",
    ]);
    expect(taskOf("drill")).toMatchObject({ state: "succeeded", progressRatio: 1 });
    const [measured] = copy().drills;
    if (measured?.state !== "measured") throw new Error("nothing was measured");
    // A clone in one second, a guest in two, its application in one.
    expect(measured.measuredRtoMs).toBeGreaterThan(3_800);
    expect(measured.measuredRtoMs).toBeLessThan(4_200);
    expect(measured).toMatchObject({ measuredRpoMs: lagMs, pointAtMs: lastPointAtMs });
    expect(drillVerdict(measured, drillTarget(vm().declared)).passed).toBe(true);
    pass(15_000);
    expect(copy().lastPointAtMs, "the copy was filled on").toBeGreaterThan(lastPointAtMs + 15_000);
    const after = client();
    expect(after.acknowledged).toBeGreaterThan(before.acknowledged + 20);
    expect([after.lost, after.memoryLost, vm().instances, vm().register]).toEqual([
      before.lost,
      before.memoryLost,
      before.state,
      before.register,
    ]);
    expect([sentences(), safety.judged.S13 > 0]).toEqual([[], true]);
  });

  it("proves an older point as well, and says how far that one is behind", async () => {
    pass(60_000);
    const [, older = 0] = copy().earlierPointsAtMs;
    expect(await drill("older", older)).toBeNull();
    pass(10_000);
    const [measured] = copy().drills;
    expect(measured).toMatchObject({ state: "measured", pointAtMs: older });
    expect(measured?.state === "measured" && measured.measuredRpoMs).toBeGreaterThan(10_000);
    expect(await drill("gone", older + 1)).toMatchObject({ field: "pointAtMs", value: older + 1 });
  });

  it("does not prove what is promised where the copy is late", async () => {
    inject("wan-down", "link-one-wan");
    pass(40_000);
    expect(await drill()).toBeNull();
    pass(10_000);
    const [measured] = copy().drills;
    if (measured?.state !== "measured") throw new Error("nothing was measured");
    expect(measured.measuredRpoMs).toBeGreaterThan(38_000);
    expect(drillVerdict(measured, drillTarget(vm().declared)).passed).toBe(false);
  });

  it("is ended by whoever asks for it, and measures nothing then", async () => {
    expect(await drill()).toBeNull();
    pass(2_000);
    expect(await drill("second")).toMatchObject({
      code: "illegal-transition",
      message: "ha-app: A drill of it runs already.",
      limit: "one drill at a time",
    });
    expect(await endDrill()).toBeNull();
    pass(100);
    expect([taskOf("drill")?.state, taskOf("end")?.state]).toEqual(["cancelled", "succeeded"]);
    expect(copy().drills).toMatchObject([{ state: "broken-off", reason: "Ended by Bo." }]);
    expect(await endDrill("again")).toMatchObject({ message: "ha-app: No drill of it runs." });
  });

  it("stands in the way of nothing, least of all of the recovery itself", async () => {
    expect(await drill("first")).toBeNull();
    expect(await ask({ kind: "vm.switch-active", vmRef: simOf("ha-app").ref, to: "b" }, "switch")).toBeNull();
    pass(10_000);
    expect([taskOf("first")?.state, taskOf("switch")?.state]).toEqual(["succeeded", "succeeded"]);
    expect(await drill()).toBeNull();
    inject("site-power", "site-north");
    pass(2_000);
    const recover = { kind: "vm.recover", vmRef: simOf("ha-app").ref, signedBy: "Ada", loss: "a little" } as const;
    expect(await ask(recover, "recover")).toBeNull();
    pass(1_500);
    expect(taskOf("drill")).toMatchObject({
      state: "failed",
      refusal: { message: "The drill was broken off. Disaster Recovery was declared." },
    });
    pass(10_000);
    expect(copy().live?.state).toBe("Running");
    expect(await drill("there")).toMatchObject({ message: "ha-app: It is at the recovery site itself." });
    expect(sentences()).toEqual([]);
  });

  it.each([
    ["site-power", "East has lost its power."],
    ["site-isolated", "East is cut off: nobody would hear the clone answer."],
  ] as const)("is broken off by %s of its site, and proves nothing", async (kind, reason) => {
    expect(await drill()).toBeNull();
    pass(1_500);
    inject(kind, "site-east");
    pass(100);
    expect(taskOf("drill")).toMatchObject({ state: "failed", refusal: { message: expect.stringContaining(reason) } });
    expect(copy().drills).toMatchObject([{ state: "broken-off", reason }]);
    expect(await drill("again")).toMatchObject({ code: "blocked", remedy: "Bring East back first." });
  });

  it("is refused where there is nothing to prove, with what to do about it", async () => {
    expect(await drill("none", undefined, "plain")).toMatchObject({
      code: "illegal-transition",
      field: "vmRef",
      value: "none",
      limit: "a machine with Disaster Recovery",
      remedy: "Add Disaster Recovery to its level first.",
    });
  });

  it("is the same after a restart of the process", async () => {
    expect(await drill()).toBeNull();
    pass(1_500);
    const revived = reviveSimulator({ image: simulator.image().text, inputs: [] });
    for (const one of [simulator, revived]) one.advanceTo(60_000);
    expect(revived.sim.world).toEqual(simulator.sim.world);
    expect(copy().drills).toMatchObject([{ state: "measured" }]);
  });
});

describe("the first drill", () => {
  const addRecovery = async () => {
    const fleet = withRecoverySite(smallFleetOfEachLevel(), 10e9);
    open({ ...fleet, machines: smallFleetOfEachLevel().machines });
    const protection = withRecovery(HIGH_AVAILABILITY);
    expect(await ask({ kind: "vm.protect", vmRef: simOf("ha-app").ref, protection }, "add")).toBeNull();
    for (let left = 600; vm().recoveryCopy === null; left--) {
      if (left === 0) throw new Error("no first point");
      pass(1_000);
    }
  };

  it("belongs to the making of the copy, which is done once it was measured", async () => {
    await addRecovery();
    expect(taskOf("add")).toMatchObject({ state: "running", step: "start it once from the recovery copy" });
    pass(10_000);
    expect(taskOf("add")?.state).toBe("succeeded");
    expect(copy().drills).toMatchObject([{ state: "measured", startedBy: "v-Available" }]);
  });

  it("leaves the copy where it is broken off, and says that nothing has proven it", async () => {
    await addRecovery();
    inject("site-isolated", "site-east");
    pass(1_000);
    expect(taskOf("add")).toMatchObject({
      state: "failed",
      refusal: {
        message: expect.stringContaining("nothing has proven that it starts there"),
        remedy: "Start a drill.",
      },
    });
    expect(vm().declared.recovery).not.toBe("none");
    expect(copy().drills).toMatchObject([{ state: "broken-off" }]);
  });
});

describe("S13", () => {
  const planted = async (change: (drill: SimDrill) => SimDrill) => {
    expect(await drill()).toBeNull();
    const { recovery } = simOf("ha-app");
    if (recovery?.drill) recovery.drill = change(recovery.drill);
    pass(200);
    return sentences();
  };

  it("finds a drill on a production network", async () => {
    expect(await planted((one) => ({ ...one, network: "production" }))).toEqual([
      "S13: The drill of ha-app is on a production network.",
    ]);
  });

  it("finds a drill that writes into the copy", async () => {
    expect(await planted((one) => ({ ...one, disk: "copy" }))).toEqual([
      "S13: The drill of ha-app writes into the copy itself.",
    ]);
  });

  it("finds a drill that ends the checkpoints of its machine", async () => {
    expect(await drill()).toBeNull();
    const { recovery } = simOf("ha-app");
    if (recovery) Object.assign(recovery, { run: recovery.run + 100_000 });
    pass(200);
    expect(sentences()).toEqual(["S13: ha-app is not copied any more while its drill runs."]);
  });

  it("finds a drill under which nothing is sent, though it could be", async () => {
    open(withRecoverySite(smallFleetOfEachLevel()), (sim) => {
      for (const { recovery } of Object.values(sim.world.vms)) {
        if (!recovery?.drill || !recovery.point) continue;
        recovery.bytesPerSecond = 0;
        if (recovery.cuts.length === 0) recovery.cuts = [{ ...recovery.point, bytes: 1 }];
      }
    });
    expect(await drill()).toBeNull();
    pass(8_000);
    expect(sentences()).toEqual([]);
    pass(4_000);
    expect(sentences()).toEqual(["S13: ha-app is not copied any more while its drill runs."]);
  });
});
