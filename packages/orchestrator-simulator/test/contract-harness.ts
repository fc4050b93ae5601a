import type { FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import type { ContractHarness, FaultSubject } from "@v-available/orchestrator/contract/harness";
import { smallFleet } from "../src/demo-fleet";
import { createSimulator, type Simulator } from "../src/simulator";

const STEP_MS = 50;

/** Gives what was told to the watchers a chance to arrive before time goes on. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

const subjectRefOf = (simulator: Simulator, kind: FaultKind, subject: FaultSubject): string => {
  if (subject.vmRef) return subject.vmRef;
  if (kind === "witness-lost") return "witness-south";
  if (subject.side === undefined) return "pair-one";
  const host = simulator.sim.world.pairs["pair-one"]?.hosts[subject.side];
  if (!host) throw new Error("the small fleet has no such host");
  return kind === "disk-failed" ? `${host}/disk-0` : host;
};

/** One small pair on a virtual clock: seconds of real time for hours of it. */
export async function simulatorHarness(
  options: Partial<Parameters<typeof createSimulator>[0]> = {},
): Promise<ContractHarness> {
  const simulator = createSimulator({ seed: "contract", fleet: smallFleet(), wallMs: 1_780_000_000_000, ...options });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      simulator.advanceTo(simulator.nowMs() + Math.min(STEP_MS, left));
      await breathe();
    }
  };
  return {
    connect: async () => ({
      name: simulator.name,
      product: simulator.product,
      capabilities: () => simulator.capabilities(),
      observe: (from) => simulator.observe(from),
      execute: (command, key) => simulator.execute(command, key),
      close: async () => {},
    }),
    pairRef: "pair-one",
    machine: { vcpus: 2, memoryMiB: 2_048, diskMiB: 4_096, image: "debian-12", mac: null, ip: null, guest: "linux" },
    injectFault: async (kind, subject) => {
      simulator.lab.inject({ kind, subjectRef: subjectRefOf(simulator, kind, subject) });
    },
    clearFault: async (kind, subject) => {
      const subjectRef = subjectRefOf(simulator, kind, subject);
      const fault = simulator.lab.active().find((one) => one.kind === kind && one.subjectRef === subjectRef);
      if (fault) simulator.lab.clear(fault.id);
      else if (kind !== "agent-crash")
        throw new Refusal({ code: "not-found", message: `No ${kind} holds for ${subjectRef}.` });
    },
    settle: async (predicate, what, limitMs) => {
      const untilMs = simulator.nowMs() + limitMs;
      await breathe();
      while (!predicate()) {
        if (simulator.nowMs() >= untilMs) throw new Error(`${what} did not come within ${limitMs} ms of virtual time`);
        await pass(STEP_MS);
      }
    },
    pass,
    acknowledgedWritesLost: async (vmRef) => simulator.clientOf(vmRef).lost,
    limits: {
      commandMs: 10_000,
      bootMs: 40_000,
      protectMs: 120_000,
      failoverMs: 75_000,
      soloMs: 20_000,
      restoreMs: 480_000,
      witnessAbsenceMs: 7_200_000 / 60,
    },
    dispose: () => simulator.close(),
  };
}
