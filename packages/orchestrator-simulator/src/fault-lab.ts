import type { FaultKind } from "@v-available/domain/fault-kind";
import { Refusal } from "@v-available/domain/refusal";
import { agentCrash } from "./faults/agent-crash";
import { availabilityLink } from "./faults/availability-link";
import { availabilityLinks } from "./faults/availability-links";
import { businessNic } from "./faults/business-nic";
import { capacityOvercommit } from "./faults/capacity-overcommit";
import { clockSkew } from "./faults/clock-skew";
import { clockStep } from "./faults/clock-step";
import { configMismatch } from "./faults/config-mismatch";
import { controlPlaneDown } from "./faults/control-plane-down";
import { controllerFailed } from "./faults/controller-failed";
import { cpuMachineCheck } from "./faults/cpu-machine-check";
import { cpuThermalThrottle } from "./faults/cpu-thermal-throttle";
import { diskFailed } from "./faults/disk-failed";
import { diskSlow } from "./faults/disk-slow";
import { diskTransient } from "./faults/disk-transient";
import { fan } from "./faults/fan";
import type { FaultSubjectOffer, FaultType } from "./faults/fault-type";
import { guestCrash } from "./faults/guest-crash";
import { guestHang } from "./faults/guest-hang";
import { hostCrash } from "./faults/host-crash";
import { hostPowerLoss } from "./faults/host-power-loss";
import { hypervisorHang } from "./faults/hypervisor-hang";
import { journalFull } from "./faults/journal-full";
import { linkFlapping } from "./faults/link-flapping";
import { linkLatency } from "./faults/link-latency";
import { linkLoss } from "./faults/link-loss";
import { linkSaturated } from "./faults/link-saturated";
import { memoryCorrectable } from "./faults/memory-correctable";
import { memoryUncorrectable } from "./faults/memory-uncorrectable";
import { mirrorOutOfSync } from "./faults/mirror-out-of-sync";
import { operatorError } from "./faults/operator-error";
import { orchestratorUnreachable } from "./faults/orchestrator-unreachable";
import { partition } from "./faults/partition";
import { predictedFailure } from "./faults/predicted-failure";
import { psu } from "./faults/psu";
import { replicaDivergence } from "./faults/replica-divergence";
import { replicationLag } from "./faults/replication-lag";
import { siteIsolated } from "./faults/site-isolated";
import { sitePower } from "./faults/site-power";
import { splitBrain } from "./faults/split-brain";
import { standbyLag } from "./faults/standby-lag";
import { storageFull } from "./faults/storage-full";
import { switchFailed } from "./faults/switch-failed";
import { verifyMismatch } from "./faults/verify-mismatch";
import { wanDown } from "./faults/wan-down";
import { witnessLost } from "./faults/witness-lost";
import { witnessPath } from "./faults/witness-path";
import { wakeConcerned } from "./nap";
import { newRun, type Sim, wallMs } from "./sim";
import { stirPair } from "./task";
import type { SimFault } from "./world";
import type { EventOf } from "./world-event";

export interface FaultOffer {
  readonly kind: FaultKind;
  readonly label: string;
  readonly clearLabel: string | null;
  readonly subjects: readonly FaultSubjectOffer[];
}

export interface ActiveFault {
  readonly id: string;
  readonly kind: FaultKind;
  readonly subjectRef: string;
  readonly subjectLabel: string;
  readonly pairRef: string | null;
  readonly clearLabel: string;
  /** Wall clock. */
  readonly sinceMs: number;
}

/** Makes things break, outside the port: only a simulator has it. Every failure is a Refusal. */
export interface FaultLab {
  catalogue(): FaultOffer[];
  /** @returns null for a fault that is over once it has happened, such as a crash */
  inject(fault: { kind: FaultKind; subjectRef: string }): ActiveFault | null;
  clear(id: string): void;
  active(): ActiveFault[];
}

const TYPES: readonly FaultType[] = [
  hostPowerLoss,
  hostCrash,
  hypervisorHang,
  memoryCorrectable,
  memoryUncorrectable,
  cpuMachineCheck,
  cpuThermalThrottle,
  fan,
  psu,
  predictedFailure,
  availabilityLink,
  availabilityLinks,
  linkLatency,
  linkLoss,
  linkSaturated,
  linkFlapping,
  switchFailed,
  wanDown,
  replicationLag,
  journalFull,
  partition,
  splitBrain,
  businessNic,
  sitePower,
  siteIsolated,
  witnessLost,
  witnessPath,
  diskTransient,
  diskFailed,
  diskSlow,
  storageFull,
  controllerFailed,
  agentCrash,
  guestCrash,
  guestHang,
  replicaDivergence,
  standbyLag,
  mirrorOutOfSync,
  verifyMismatch,
  orchestratorUnreachable,
  controlPlaneDown,
  operatorError,
  configMismatch,
  capacityOvercommit,
  clockSkew,
  clockStep,
];

export const LAB_KINDS: readonly FaultKind[] = TYPES.map(({ kind }) => kind);

/** What one kind can happen to; without a look at what the others can. */
export function offerOf(sim: Sim, kind: FaultKind): FaultOffer {
  const { label, clearLabel, subjects } = typeOf(kind);
  return {
    kind,
    label,
    clearLabel,
    subjects: subjects.refs(sim).flatMap((ref) => subjects.find(sim, ref) ?? []),
  };
}

export const offers = (sim: Sim): FaultOffer[] => LAB_KINDS.map((kind) => offerOf(sim, kind));

function typeOf(kind: string): FaultType {
  const type = TYPES.find((one) => one.kind === kind);
  if (type) return type;
  throw new Refusal({
    code: "unsupported",
    message: `The simulator can't make ${kind} happen.`,
    field: "kind",
    value: kind,
    limit: TYPES.map((one) => one.kind).join(", "),
    remedy: "Choose one of the faults in the catalogue.",
  });
}

/** Refuses what can't be done now, before anything is written to the log of inputs. */
export function checkInject(sim: Sim, { kind, subjectRef }: { kind: string; subjectRef: string }): FaultType {
  const type = typeOf(kind);
  if (type.subjects.find(sim, subjectRef) === null)
    throw new Refusal({
      code: "not-found",
      message: `There is no ${subjectRef} that ${kind} could happen to.`,
      field: "subjectRef",
      value: subjectRef,
      limit: "a subject of the catalogue",
      remedy: "Choose one of the subjects in the catalogue.",
    });
  if (Object.values(sim.world.faults).some((fault) => fault.kind === kind && fault.subjectRef === subjectRef))
    throw new Refusal({
      code: "illegal-transition",
      message: `This fault holds already for ${subjectRef}.`,
      field: "subjectRef",
      value: subjectRef,
      limit: "once at a time",
      remedy: `${type.clearLabel ?? "Wait"} first.`,
    });
  return type;
}

export function inject(sim: Sim, kind: FaultKind, subjectRef: string): SimFault | null {
  const type = checkInject(sim, { kind, subjectRef });
  stirPair(sim, null);
  const pairRef = type.subjects.find(sim, subjectRef)?.pairRef ?? null;
  const fault: SimFault = { id: `fault-${newRun(sim)}`, kind, subjectRef, pairRef, sinceMs: sim.world.nowMs };
  wakeConcerned(sim, fault);
  if (type.clearLabel !== null) sim.world.faults[fault.id] = fault;
  type.inject(sim, fault);
  return sim.world.faults[fault.id] ?? null;
}

export function checkClear(sim: Sim, id: string): SimFault {
  const fault = sim.world.faults[id];
  if (fault) return fault;
  throw new Refusal({
    code: "not-found",
    message: `There is no active fault ${id}.`,
    field: "id",
    value: id,
    limit: "an active fault",
    remedy: "It may have been cleared already.",
  });
}

export function clear(sim: Sim, id: string): void {
  const fault = checkClear(sim, id);
  stirPair(sim, null);
  wakeConcerned(sim, fault);
  delete sim.world.faults[id];
  typeOf(fault.kind).clear(sim, fault);
}

export function activeFault(sim: Sim, fault: SimFault): ActiveFault {
  const type = typeOf(fault.kind);
  const subject = type.subjects.find(sim, fault.subjectRef);
  return {
    id: fault.id,
    kind: fault.kind,
    subjectRef: fault.subjectRef,
    subjectLabel: subject?.label ?? fault.subjectRef,
    pairRef: subject?.pairRef ?? null,
    clearLabel: type.clearLabel ?? "",
    sinceMs: wallMs(sim.world, fault.sinceMs),
  };
}

/** What happens in a world by its own plan, before and while anyone watches. */
export function performHistory(sim: Sim, { act, fault, subjectRef }: EventOf<"history">): void {
  const held = Object.values(sim.world.faults).find((one) => one.kind === fault && one.subjectRef === subjectRef);
  if (act === "inject" && !held) inject(sim, fault, subjectRef);
  if (act === "clear" && held) clear(sim, held.id);
}
