import type { FaultKind } from "@v-available/domain/fault-kind";
import {
  type ContractHarness,
  describeOrchestratorContract,
  type FaultSubject,
} from "@v-available/orchestrator/contract";
import { qemuConfigFile } from "../../../lab/agent-setup";
import { awaitIdenticalCopies } from "../../../lab/disk-copies";
import type { Lab } from "../../../lab/lab";
import { testMachine } from "../../../lab/machine-command";
import { cutsOf } from "../../../lab/network";
import { address } from "../../../lab/settings";
import { until } from "../../../lab/shell";
import { openTestLab } from "../../../lab/test/test-lab";
import { sayTo } from "../../../lab/write-command";
import { WriterProcess } from "../../../lab/writer-process";
import { openQemuOrchestrator } from "./open";

/** The suite on real hosts: two namespaces, QEMU, agents and a witness, and a client that never stops writing. */
async function openHarness(): Promise<ContractHarness> {
  const lab = await openTestLab();
  // It waits for its machine, so it is there from the machine's first second on.
  const writer = new WriterProcess(lab, address.guest(lab.settings, 1));
  const { vcpus, memoryMiB, diskMiB, image, ip, mac, guest } = testMachine(lab.settings, "contract", 1);
  return {
    pairRef: lab.settings.pairRef,
    machine: { vcpus, memoryMiB, diskMiB, image, ip, mac, guest },
    connect: () => openQemuOrchestrator(qemuConfigFile(lab.settings)),
    injectFault: (kind, subject) => FAULTS[kind]?.inject(lab, subject) ?? unknownFault(kind),
    clearFault: (kind, subject) => FAULTS[kind]?.clear(lab, subject) ?? unknownFault(kind),
    settle: async (predicate, what, limitMs) => void (await until(what, limitMs, predicate)),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async acknowledgedWritesLost() {
      await writer.nextAck(30_000);
      return writer.lost;
    },
    expectIdenticalCopies: (vmRef) => awaitIdenticalCopies(lab.settings, vmRef, writer),
    limits: {
      commandMs: 15_000,
      bootMs: 40_000,
      protectMs: 40_000,
      failoverMs: 40_000,
      soloMs: 20_000,
      restoreMs: 60_000,
      witnessAbsenceMs: 10_000,
    },
    async dispose() {
      await writer.kill();
      await lab.down({ removeState: true });
    },
  };
}

interface RealFault {
  inject(lab: Lab, subject: FaultSubject): Promise<void>;
  clear(lab: Lab, subject: FaultSubject): Promise<void>;
}

const sideOf = ({ side }: FaultSubject) => {
  if (side === undefined) throw new Error("This fault is done to a side.");
  return side;
};
const cable = (name: string): RealFault => ({
  inject: (lab) => lab.cut(cutsOf(name) ?? []),
  clear: (lab) => lab.mend(cutsOf(name) ?? []),
});

const FAULTS: Partial<Record<FaultKind, RealFault>> = {
  "host-power-loss": {
    inject: (lab, subject) => lab.pullPlug(sideOf(subject)),
    clear: (lab, subject) => lab.revive(sideOf(subject)),
  },
  "agent-crash": {
    inject: async (lab, subject) => void lab.killAgent(sideOf(subject)),
    clear: (lab, subject) => lab.startAgent(sideOf(subject)),
  },
  "witness-lost": {
    inject: async (lab) => void (await lab.killWitness()),
    clear: (lab) => lab.startWitness(),
  },
  "guest-crash": {
    inject: async (lab) => void (await sayTo(lab, address.guest(lab.settings, 1), "crash")),
    clear: async () => {}, // the hosts start it again by themselves
  },
  "availability-links": cable("links"),
  "availability-link": cable("link-a"),
  partition: cable("partition"),
};

const unknownFault = (kind: FaultKind): never => {
  throw new Error(`The lab has no way to make the fault ${kind}.`);
};

describeOrchestratorContract("QEMU", openHarness, { timeoutMs: 240_000 });
