import type { HostVmView } from "@v-available/domain/agent-wire";
import { type InstanceState, type MirrorLegState, otherSide, type Side } from "@v-available/domain/state";
import type { DurableVm } from "@v-available/pair-protocol/durable";
import { isInSync } from "@v-available/pair-protocol/register";
import type { VmState } from "@v-available/pair-protocol/state";
import type { Load } from "../machine/load-meter";
import { parseMachine } from "../machine/machine";

/** What else the host knows of a machine, beside the protocol's state. */
export interface VmFacts {
  readonly load: Load;
  /** The disk file of this host is there. */
  readonly hasLeg: boolean;
  /** The guest stands because this host's disk refuses it. */
  readonly stoppedByDisk: boolean;
  readonly partnerAlive: boolean;
  /** Turns monotonic into wall-clock milliseconds. */
  readonly wallMs: (monotonicMs: number) => number;
}

/** One machine as this host sees it, from the protocol's state: nothing here is better than that. */
export function vmView(side: Side, durable: DurableVm, vm: VmState, facts: VmFacts): HostVmView {
  const { intent, register } = durable;
  const machine = parseMachine(intent.spec);
  const owns = register.owner === side;
  const resyncing = vm.mirror === "resyncing";
  const bothInSync = register.inSync.length === 2;
  return {
    ref: vm.vmRef,
    name: intent.name,
    vcpus: machine.vcpus,
    memoryMiB: machine.memoryMiB,
    diskMiB: machine.diskMiB,
    mac: machine.mac,
    ip: machine.ip,
    guest: machine.guest,
    // No device of a host is ever in the command line of a machine of ours.
    passthroughDevices: [],
    specVersion: intent.version,
    desiredPower: intent.desiredPower,
    declared: { ...intent.declared },
    role: owns ? "active" : isInSync(register, side) || vm.replica !== "off" ? "standby" : "none",
    register: register.epoch > 0 ? { ...register, inSync: [...register.inSync] } : null,
    instance: facts.stoppedByDisk ? "Frozen" : instanceOf(owns, vm),
    leg: ownLeg(side, durable, facts),
    legGeneration: durable.legInSyncEpoch,
    partnerLeg: partnerLeg(side, durable, vm, facts),
    replication: replicationOf(side, durable, vm),
    outOfSyncBytes: bothInSync ? 0 : Math.round(vm.resync?.outOfSyncBytes ?? 0),
    totalBytes: machine.diskBytes,
    resyncBytesPerSecond: resyncing ? (vm.resync?.bytesPerSecond ?? 0) : 0,
    resyncSinceMs: resyncing && vm.resyncSinceMs !== null ? Math.round(facts.wallMs(vm.resyncSinceMs)) : null,
    splitBrain: durable.splitBrain,
    undecided: durable.undecided === true,
    held: vm.held,
    standbySynchronized: false,
    standbyLagMs: null,
    load: facts.load,
  };
}

function instanceOf(owns: boolean, vm: VmState): InstanceState | null {
  switch (vm.instance) {
    case "unknown":
      return "Unknown";
    case "stopped":
      if (!owns) return null;
      return vm.crashedTooOften ? "CrashedMtbfExceeded" : "Stopped";
    case "starting":
      return "Starting";
    case "paused":
      return "Frozen";
    case "running":
    case "stopping":
      return vm.crashedTooOften ? "CrashedMtbfExceeded" : "Running";
  }
}

function ownLeg(side: Side, durable: DurableVm, facts: VmFacts): MirrorLegState {
  if (durable.legFailed || facts.stoppedByDisk) return "Failed";
  if (!facts.hasLeg) return "Diskless";
  // The register speaks of a leg that was here; what is here now counts when the owner says so.
  if (durable.forgotten) return "Inconsistent";
  if (isInSync(durable.register, side)) return "UpToDate";
  if (durable.legInconsistentSince !== null || durable.legInSyncEpoch === null) return "Inconsistent";
  return "Outdated";
}

function partnerLeg(side: Side, durable: DurableVm, vm: VmState, facts: VmFacts): MirrorLegState {
  if (isInSync(durable.register, otherSide(side))) {
    if (!facts.partnerAlive) return "DUnknown";
    // Failed, or another one than the register speaks of: its host says so before the register does.
    if (vm.partner?.legFailed) return "Failed";
    return vm.partner?.legUsable === false ? "Inconsistent" : "UpToDate";
  }
  if (vm.mirror === "resyncing" || vm.mirror === "established") return "Inconsistent";
  if (!vm.partner) return "Diskless";
  return vm.partner.legInSyncEpoch === null ? "Inconsistent" : "Outdated";
}

function replicationOf(side: Side, durable: DurableVm, vm: VmState): HostVmView["replication"] {
  if (durable.register.owner !== side) {
    if (vm.replica !== "serving") return "Off";
    return isInSync(durable.register, side) ? "Established" : "SyncTarget";
  }
  switch (vm.mirror) {
    case "off":
      return "Off";
    case "resyncing":
      return "SyncSource";
    case "established":
      return "Established";
    case "lost":
      // A mirror that was given up is off; one that is still counted on is waited for.
      return durable.register.inSync.length === 2 ? "Paused" : "Off";
  }
}
