import type { Observed, ObservedHost, ObservedLink, ObservedVm } from "@v-available/domain/observed";
import { isSlowDisk, isStorageFull, isThrottledCpu } from "@v-available/domain/part-limit";
import {
  type InstanceState,
  type LeaseState,
  type LinkState,
  type MirrorLegState,
  otherSide,
  type Side,
} from "@v-available/domain/state";
import type { DurableVm } from "@v-available/pair-protocol/durable";
import { leaseStateOf } from "@v-available/pair-protocol/lease-state";
import type { Register } from "@v-available/pair-protocol/register";
import type { VmState } from "@v-available/pair-protocol/state";
import { observedComparison } from "./comparison";
import { cpuFeaturesOf } from "./cpu-feature";
import { isHeldDown } from "./flapping-link";
import { historiesOf } from "./fork";
import { observeFreeHost } from "./free-host";
import { isHeard, isKnownDown } from "./heard";
import { clockOffsetMs, isClockSteady } from "./host-clock";
import { memoryForMachinesMiB, usedMemoryMiB } from "./host-memory";
import { bytesOfMiB, divergedNow, remainingNow } from "./mirror";
import { carryingLinks, delayOf, isDegraded, isUp, lossOf, takenOf } from "./network";
import { componentsOf } from "./part";
import { undecidedOf } from "./question";
import { recoveryCopyOf, sentOver } from "./recovery-view";
import {
  hostAt,
  hostOf,
  linkOf,
  monotonicMs,
  pairOf,
  partnerHost,
  type Sim,
  siteOf,
  vmOf,
  vmsOf,
  wallMs,
  worldMsOf,
} from "./sim";
import { contactOf } from "./site";
import { standbyLagMs } from "./standby-fault";
import { copyAnswers } from "./used-leg";
import { observeWitness, observeWitnesses, pairOfView, witnessOfView } from "./witness-view";
import type { World } from "./world";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";

interface Known {
  readonly durable: DurableVm | null;
  readonly state: VmState | null;
}

/** What was asked of the owner a moment ago may still be on its way to the partner, in the same epoch. */
const isNewer = (one: DurableVm, other: DurableVm): boolean =>
  one.register.epoch === other.register.epoch
    ? one.intent.version > other.intent.version
    : one.register.epoch > other.register.epoch;

/** What the host that knows most of it has on its machine. A host that is not heard is remembered, not asked. */
function knownOf(sim: Sim, vm: SimVm): Record<Side, Known> & { best: DurableVm | null; register: Register | null } {
  const at = (side: Side): Known => {
    const host = hostAt(sim, vm.pairRef, side);
    return {
      durable: (host.protocol?.durable ?? host.durable)?.vms[vm.ref] ?? null,
      state: isHeard(host) ? (host.protocol?.vms[vm.ref] ?? null) : null,
    };
  };
  const known = { a: at("a"), b: at("b") };
  const heard = (["a", "b"] as const).filter((side) => known[side].state !== null);
  let best: DurableVm | null = null;
  for (const side of heard.length > 0 ? heard : (["a", "b"] as const)) {
    const one = known[side].durable;
    if (one && (!best || isNewer(one, best))) best = one;
  }
  return { ...known, best, register: best && best.register.epoch > 0 ? best.register : null };
}

/** The partner has given this host up: nothing was heard of it on any path for long enough. */
const isGivenUp = (sim: Sim, host: SimHost): boolean => {
  const partner = partnerHost(sim, host);
  return isHeard(partner) && (partner.protocol?.partnerDead ?? false);
};

function instanceState(sim: Sim, vm: SimVm, side: Side, owner: Side): InstanceState | null {
  const host = hostAt(sim, vm.pairRef, side);
  if (!isHeard(host)) {
    if (side !== owner) return vm.instances[side]?.role === "standby" ? "Unknown" : null;
    return isGivenUp(sim, host) || isKnownDown(sim, host) ? "Stopped" : "Unknown";
  }
  const instance = vm.instances[side];
  if (!instance) {
    if (side !== owner) return null;
    return host.protocol?.vms[vm.ref]?.crashedTooOften ? "CrashedMtbfExceeded" : "Stopped";
  }
  if (vm.guestCrashed && instance.role === "active")
    return host.protocol?.vms[vm.ref]?.crashedTooOften ? "CrashedMtbfExceeded" : "Crashed";
  // Its disk refuses, and it may not go on without it: the guest stands.
  if (instance.role === "active" && instance.state === "Running" && !copyAnswers(sim, vm, side)) return "Frozen";
  if (instance.held && instance.state === "Running" && vm.lockstep) return "OutputHeld";
  return instance.state;
}

function legState(sim: Sim, vm: SimVm, side: Side, register: Register | null, known: Known): MirrorLegState {
  const host = hostAt(sim, vm.pairRef, side);
  const leg = vm.legs[side];
  if (!leg) return "Diskless";
  const inSync = register?.inSync.includes(side) ?? false;
  if (!isHeard(host)) return inSync ? "DUnknown" : "Outdated";
  if (leg.failed || host.controllerDown) return "Failed";
  if (known.durable?.forgotten) return "Inconsistent";
  if (inSync) return "UpToDate";
  if (vm.mirror?.state === "established" && vm.mirror.source !== side) return "UpToDate";
  if (vm.mirror?.state === "syncing" || known.durable?.legInSyncEpoch == null) return "Inconsistent";
  return known.durable.legInconsistentSince === null ? "Outdated" : "Inconsistent";
}

export function observeVm(sim: Sim, vm: SimVm): ObservedVm {
  const { world } = sim;
  const known = knownOf(sim, vm);
  const { best, register } = known;
  const owner: Side = best?.register.owner ?? "a";
  const standbySide = otherSide(owner);
  const { mirror } = vm;
  const mirrored = register?.inSync.length === 2;
  const synchronized = vm.lockstep?.state === "synchronized" && isHeard(hostAt(sim, vm.pairRef, standbySide));
  const active = vm.instances[owner];
  const runs = active?.state === "Running";
  const histories = historiesOf(sim, vm);
  const undecided = undecidedOf(sim, vm, register);
  const leg = (side: Side): MirrorLegState => {
    const state = legState(sim, vm, side, register, known[side]);
    // Whole, and not the machine: of two histories neither counts before a person has chosen.
    if (undecided?.waits === side && state === "Inconsistent") return "Consistent";
    return histories && (state === "UpToDate" || state === "Outdated") ? "Consistent" : state;
  };
  const outOfSyncBytes = undecided
    ? Math.max(divergedNow(sim, vm), undecided.differingBytes ?? 0)
    : mirrored && known[standbySide].durable?.forgotten !== true
      ? 0
      : Math.round(remainingNow(sim, vm) ?? Math.max(divergedNow(sim, vm), vm.legs[standbySide]?.missingBytes ?? 0));
  return {
    kind: "vm",
    ref: vm.ref,
    name: vm.name,
    pairRef: vm.pairRef,
    vcpus: vm.vcpus,
    memoryMiB: vm.memoryMiB,
    diskMiB: vm.diskMiB,
    mac: vm.mac,
    ip: vm.ip,
    guest: vm.guest,
    passthroughDevices: [...(vm.passthroughDevices ?? [])],
    desiredPower: best?.intent.desiredPower ?? "on",
    declared: best?.intent.declared ?? { compute: "restart", mirror: "none", separation: "host", recovery: "none" },
    ...(best?.intent.heed ? { heed: best.intent.heed } : {}),
    ...restartWaitOf(sim, vm, owner, known[owner]),
    activeSide: owner,
    register: register && { epoch: register.epoch, owner: register.owner, inSync: [...register.inSync] },
    instances: { a: instanceState(sim, vm, "a", owner), b: instanceState(sim, vm, "b", owner) },
    mirror: {
      legs: { a: leg("a"), b: leg("b") },
      generations: { a: known.a.durable?.legInSyncEpoch ?? null, b: known.b.durable?.legInSyncEpoch ?? null },
      replication: replicationOf(vm),
      outOfSyncBytes: vm.legs[standbySide] ? outOfSyncBytes : 0,
      totalBytes: bytesOfMiB(vm.diskMiB),
      resyncBytesPerSecond: mirror?.state === "syncing" ? mirror.bytesPerSecond : 0,
      resyncSinceMs: mirror?.state === "syncing" ? wallMs(world, mirror.sinceMs) : null,
    },
    held: active?.held ?? false,
    histories,
    undecided,
    comparison: observedComparison(sim, vm),
    standbySynchronized: synchronized,
    standbyLagMs: synchronized ? standbyLagMs(sim, vm) : null,
    load: {
      cpuRatio: runs ? Math.min(1, vm.load.cpuRatio * vm.loadFactor) : 0,
      dirtyBytesPerSecond: runs ? Math.round(vm.load.dirtyBytesPerSecond * vm.loadFactor) : 0,
      writeBytesPerSecond: runs && !active.held ? Math.round(vm.load.writeBytesPerSecond * vm.loadFactor) : 0,
      // No history of rates is kept in the world.
      writeP95BytesPerSecond: null,
    },
    recoveryCopy: recoveryCopyOf(sim, vm),
  };
}

/** Its owner is about to start it, and waits for its turn. */
function restartWaitOf(sim: Sim, vm: SimVm, owner: Side, { state }: Known): Pick<ObservedVm, "restartWait"> {
  const turn = state?.turn;
  if (turn == null || turn === "out-of-order" || vm.instances[owner] !== null) return {};
  const host = hostAt(sim, vm.pairRef, owner);
  return {
    restartWait: {
      forNames: turn.waitsFor.map((ref) => sim.world.vms[ref]?.name ?? ref),
      untilMs: Math.round(wallMs(sim.world, worldMsOf(sim, host, turn.untilMs))),
    },
  };
}

function replicationOf(vm: SimVm): ObservedVm["mirror"]["replication"] {
  if (!vm.mirror) return "Off";
  if (vm.mirror.state === "syncing") return vm.mirror.bytesPerSecond > 0 ? "SyncSource" : "Paused";
  if (vm.mirror.state === "established") return vm.comparison ? "Verify" : "Established";
  return vm.mirror.remainingBytes > 0 ? "Paused" : "Off";
}

/** What is still to fail says more than what has failed and is done without. */
function servingState(components: ObservedHost["components"]): ObservedHost["state"] {
  if (components.some(({ service }) => service === "at-risk")) return "PredictedToFail";
  const impaired =
    isStorageFull({ components }) ||
    components.some((part) => part.service === "out" || isSlowDisk(part) || isThrottledCpu(part));
  return impaired ? "Degraded" : "Running";
}

/** Its service processor has power and says why it does not start. */
const isLatchedOff = ({ faults }: World, { keptOffBy = [] }: SimHost): boolean =>
  keptOffBy.length > 0 && keptOffBy.every((id) => faults[id]?.kind === "cpu-machine-check");

function hostState(sim: Sim, host: SimHost): ObservedHost["state"] {
  if (isLatchedOff(sim.world, host)) return "PoweredOff";
  // Also while it is off: then its partner remembers that this was planned.
  if (host.durable?.maintenance === "in") return "Maintenance";
  if (host.power === "booting") return "Booting";
  if (isHeard(host) && host.durable?.maintenance === "leaving") return "Evacuating";
  if (isHeard(host)) return servingState(componentsOf(sim, host));
  if (isGivenUp(sim, host) || isKnownDown(sim, host)) return "Offline";
  return isHeard(partnerHost(sim, host)) ? "Suspect" : "Unknown";
}

export function observeHost(sim: Sim, host: SimHost): ObservedHost {
  const { world } = sim;
  let usedCores = 0;
  let lockstep = false;
  for (const vm of vmsOf(sim, host.pairRef)) {
    const instance = vm.instances[host.side];
    lockstep ||= vm.lockstep !== null;
    if (!instance) continue;
    if (instance.state === "Running" || instance.state === "Synchronized")
      usedCores += vm.vcpus * vm.load.cpuRatio * vm.loadFactor;
  }
  const heard = partnerHost(sim, host).protocol?.heard;
  const heardAtMs = isHeard(host) ? world.nowMs : heard ? worldMsOf(sim, partnerHost(sim, host), heard.atMs) : null;
  const { timing } = world.settings;
  return {
    kind: "host",
    ref: host.ref,
    name: host.name,
    siteRef: host.siteRef,
    pairRef: host.pairRef,
    side: host.side,
    state: hostState(sim, host),
    cores: host.cores,
    memoryMiB: memoryForMachinesMiB(host),
    usedCores: Math.round(usedCores * 10) / 10,
    usedMemoryMiB: usedMemoryMiB(sim, host),
    cpuModel: host.cpuModel,
    cpuFeatures: cpuFeaturesOf(host),
    watchdog: "armed",
    clock: { offsetMs: Math.round(clockOffsetMs(sim, host)), steady: isClockSteady(sim, host) },
    upSinceMs: host.power === "on" ? wallMs(world, host.upSinceMs) : null,
    lastHeartbeatAtMs: heardAtMs === null ? null : wallMs(world, heardAtMs),
    heartbeatMs: lockstep ? timing.ftHeartbeatMs : timing.haHeartbeatMs,
    components: componentsOf(sim, host),
  };
}

/** Mirrors and resyncs take the second link while it is up, memory the first; a lone link carries both. */
function usedOn(sim: Sim, link: SimLink): number {
  if (!isUp(link)) return 0;
  if (link.kind === "management") return 4_000;
  const carrying = carryingLinks(sim, link.pairRef);
  const carriesMirror = carrying[0] === link;
  const ownOfMemory = carrying.find((one) => one.kind === "availability-a" && !isDegraded(one));
  const carriesMemory = (ownOfMemory ?? carrying[0]) === link;
  let used = link.bandwidthBytesPerSecond * takenOf(link);
  if (link.kind === "wan") return Math.round(used + sentOver(sim, link));
  for (const vm of vmsOf(sim, link.pairRef)) {
    const active = vm.instances.a?.role === "active" ? vm.instances.a : vm.instances.b;
    if (active?.state !== "Running") continue;
    if (link.kind === "business") used += vm.load.writeBytesPerSecond * vm.loadFactor * 1.5;
    if (carriesMirror && vm.mirror && vm.mirror.state !== "broken")
      used += vm.load.writeBytesPerSecond * vm.loadFactor + vm.mirror.bytesPerSecond;
    if (carriesMemory && vm.lockstep && vm.lockstep.state !== "broken")
      used += vm.load.dirtyBytesPerSecond * vm.loadFactor;
  }
  return Math.min(link.bandwidthBytesPerSecond, Math.round(used));
}

function linkState(sim: Sim, link: SimLink): LinkState {
  if (link.flaps?.service === "out") return "OutOfService";
  if (isUp(link)) return isDegraded(link) ? "Degraded" : "Up";
  return isHeldDown(sim, link) ? "Flapping" : "Down";
}

export function observeLink(sim: Sim, link: SimLink): ObservedLink {
  const up = isUp(link);
  const usedBytesPerSecond = usedOn(sim, link);
  const rttMs = 2 * delayOf(link) * (1 + usedBytesPerSecond / link.bandwidthBytesPerSecond);
  const rounded = (ms: number) => Math.round(ms * 100) / 100;
  return {
    kind: "link",
    ref: link.ref,
    pairRef: link.pairRef,
    linkKind: link.kind,
    switchName: link.switchName ?? null,
    state: linkState(sim, link),
    sinceMs: wallMs(sim.world, link.sinceMs),
    rttP50Ms: up ? rounded(rttMs) : null,
    rttP99Ms: up ? rounded(rttMs * 1.6) : null,
    lossRatio: up ? lossOf(link) : 1,
    bandwidthBytesPerSecond: link.bandwidthBytesPerSecond,
    usedBytesPerSecond,
  };
}

function designatedSurvivor(sim: Sim, pairRef: string): Side | null {
  for (const side of ["a", "b"] as const) {
    const host = hostAt(sim, pairRef, side);
    if (!isHeard(host)) continue;
    const { vms = {} } = host.protocol?.durable ?? {};
    for (const vmRef in vms) {
      const { designatedEpoch, register } = vms[vmRef] as DurableVm;
      if (designatedEpoch !== null && designatedEpoch === register.epoch) return side;
    }
  }
  return null;
}

function leaseOf(sim: Sim, pairRef: string, side: Side): LeaseState | null {
  const host = hostAt(sim, pairRef, side);
  return host.protocol && isHeard(host) ? leaseStateOf(host.protocol, monotonicMs(sim, host)) : "Unknown";
}

/** One observed thing by its kind and ref. */
export function observe(sim: Sim, kind: Observed["kind"], ref: string): Observed {
  const { world } = sim;
  switch (kind) {
    case "site": {
      const site = world.sites[ref];
      if (!site) throw new Error(`the simulated world has no site ${ref}`);
      return { kind, location: null, position: null, contact: contactOf(world, ref), ...site };
    }
    case "pair": {
      const pair = pairOf(sim, ref);
      return {
        kind,
        ref,
        name: pair.name,
        siteRef: hostOf(sim, pair.hosts.a).siteRef,
        hostRefs: { ...pair.hosts },
        // What would keep it from being heard wakes it.
        observedAtMs: wallMs(world, pair.napSinceMs == null ? pair.heardAtMs : world.nowMs),
        heardWithAll: pair.napSinceMs != null,
        designatedSurvivor: designatedSurvivor(sim, ref),
        leases: { a: leaseOf(sim, ref, "a"), b: leaseOf(sim, ref, "b") },
        recoveryTarget: pair.recovery
          ? {
              siteName: siteOf(sim, pair.recovery.siteRef).name,
              journalCapacityBytes: pair.recovery.journalBytes,
            }
          : null,
      };
    }
    case "host":
      return observeHost(sim, hostOf(sim, ref));
    case "free-host": {
      const host = world.freeHosts?.[ref];
      if (!host) throw new Error(`the simulated world has no free host ${ref}`);
      return observeFreeHost(sim, host);
    }
    case "link":
      return observeLink(sim, linkOf(sim, ref));
    case "witness":
      return observeWitness(sim, pairOfView(ref), witnessOfView(ref));
    case "vm":
      return observeVm(sim, vmOf(sim, ref));
  }
}

export function observeAll(sim: Sim): Observed[] {
  const { world } = sim;
  return [
    ...Object.keys(world.sites).map((ref) => observe(sim, "site", ref)),
    ...Object.keys(world.pairs).map((ref) => observe(sim, "pair", ref)),
    ...Object.values(world.hosts).flatMap(({ ref, strayed }) => (strayed ? [] : [observe(sim, "host", ref)])),
    ...Object.keys(world.freeHosts ?? {}).map((ref) => observe(sim, "free-host", ref)),
    ...Object.keys(world.links).map((ref) => observe(sim, "link", ref)),
    ...Object.values(world.pairs).flatMap((pair) => observeWitnesses(sim, pair.ref)),
    ...Object.keys(world.vms).map((ref) => observe(sim, "vm", ref)),
  ];
}
