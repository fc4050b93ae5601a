import { FAULT_TOLERANCE, HIGH_AVAILABILITY, type Protection, UNPROTECTED } from "./level";
import type { ObservedHost, ObservedLink, ObservedVm, ObservedWitness } from "./observed";
import type { PairWithMachines } from "./pair-facts";
import { otherSide, type Side } from "./state";

/** A pair that is well, and machines that are well on it. Tests change what they are about. */
export const NOW_MS = Date.UTC(2026, 10, 17, 10, 50, 20);
const GIB = 1024 ** 3;

export function host(side: Side, change: Partial<ObservedHost> = {}): ObservedHost {
  return {
    kind: "host",
    ref: `lit-${side}`,
    name: `lit-${side}`,
    siteRef: "littleton",
    pairRef: "lit",
    side,
    state: "Running",
    cores: 48,
    memoryMiB: 256 * 1024,
    usedCores: 14,
    usedMemoryMiB: 120 * 1024,
    cpuModel: "Xeon 6338",
    cpuFeatures: ["aes", "avx2", "rdrand"],
    watchdog: "armed",
    clock: null,
    upSinceMs: NOW_MS - 86_400_000,
    lastHeartbeatAtMs: NOW_MS - 40,
    heartbeatMs: 100,
    components: [],
    ...change,
  };
}

export function link(linkKind: ObservedLink["linkKind"], change: Partial<ObservedLink> = {}): ObservedLink {
  return {
    kind: "link",
    ref: `lit-${linkKind}`,
    pairRef: "lit",
    linkKind,
    switchName: null,
    state: "Up",
    sinceMs: NOW_MS - 3_600_000,
    rttP50Ms: 0.2,
    rttP99Ms: 0.34,
    lossRatio: 0,
    bandwidthBytesPerSecond: 1_250_000_000,
    usedBytesPerSecond: 300_000_000,
    ...change,
  };
}

export function witness(seen: { a: boolean; b: boolean }, change: Partial<ObservedWitness> = {}): ObservedWitness {
  const sight = (reachable: boolean) => ({ reachable, rttMs: reachable ? 8 : null, atMs: NOW_MS - 500 });
  return {
    kind: "witness",
    ref: "wit-bos",
    name: "wit-bos",
    pairRef: "lit",
    siteName: "Boston",
    endpoint: "wit-bos:7443",
    preferred: true,
    inUse: true,
    independent: true,
    seenBy: { a: sight(seen.a), b: sight(seen.b) },
    ...change,
  };
}

export function facts(change: Partial<PairWithMachines> = {}): PairWithMachines {
  return {
    pair: {
      kind: "pair",
      ref: "lit",
      name: "lit",
      siteRef: "littleton",
      hostRefs: { a: "lit-a", b: "lit-b" },
      observedAtMs: NOW_MS - 400,
      heardWithAll: false,
      designatedSurvivor: null,
      leases: { a: "Held", b: null },
      recoveryTarget: { siteName: "Portland", journalCapacityBytes: 200 * GIB },
    },
    hosts: { a: host("a"), b: host("b") },
    links: [link("availability-a"), link("availability-b"), link("management")],
    witnesses: [witness({ a: true, b: true })],
    machines: [],
    nowMs: NOW_MS,
    staleAfterMs: 5_000,
    ...change,
  };
}

export function machine(declared: Protection, change: Partial<ObservedVm> = {}): ObservedVm {
  const activeSide = change.activeSide ?? "a";
  const other = otherSide(activeSide);
  const mirrored = declared.mirror === "sync";
  const lockstep = declared.compute === "lockstep";
  return {
    kind: "vm",
    ref: "vm-1",
    name: "orders-db",
    pairRef: "lit",
    vcpus: 8,
    memoryMiB: 32 * 1024,
    diskMiB: 120 * 1024,
    mac: "52:54:00:6b:1c:42",
    ip: "10.20.4.17",
    guest: "linux",
    passthroughDevices: [],
    desiredPower: "on",
    declared: { ...declared },
    activeSide,
    register: { epoch: 417, owner: activeSide, inSync: mirrored ? ["a", "b"] : [activeSide] },
    instances: { [activeSide]: "Running", [other]: lockstep ? "Synchronized" : null } as ObservedVm["instances"],
    mirror: {
      legs: { [activeSide]: "UpToDate", [other]: mirrored ? "UpToDate" : "Diskless" } as ObservedVm["mirror"]["legs"],
      generations: { [activeSide]: 417, [other]: mirrored ? 417 : null } as ObservedVm["mirror"]["generations"],
      replication: mirrored ? "Established" : "Off",
      outOfSyncBytes: 0,
      totalBytes: 120 * GIB,
      resyncBytesPerSecond: 0,
      resyncSinceMs: null,
    },
    held: false,
    histories: null,
    undecided: null,
    comparison: null,
    standbySynchronized: lockstep,
    standbyLagMs: lockstep ? 38 : null,
    load: { cpuRatio: 0.31, dirtyBytesPerSecond: 96e6, writeBytesPerSecond: 22e6, writeP95BytesPerSecond: 40e6 },
    recoveryCopy: null,
    ...change,
  };
}

export const tolerant = (change: Partial<ObservedVm> = {}): ObservedVm => machine(FAULT_TOLERANCE, change);
export const available = (change: Partial<ObservedVm> = {}): ObservedVm => machine(HIGH_AVAILABILITY, change);
export const alone = (change: Partial<ObservedVm> = {}): ObservedVm => machine(UNPROTECTED, change);

/** The partner's copy is being filled: a third is there, the rest comes at 80 MB/s. */
export function resyncing(vm: ObservedVm): ObservedVm {
  const other = otherSide(vm.activeSide);
  return {
    ...vm,
    register: { epoch: 418, owner: vm.activeSide, inSync: [vm.activeSide] },
    mirror: {
      ...vm.mirror,
      legs: { [vm.activeSide]: "UpToDate", [other]: "Inconsistent" } as ObservedVm["mirror"]["legs"],
      replication: "SyncSource",
      outOfSyncBytes: 80 * GIB,
      resyncBytesPerSecond: 80e6,
      resyncSinceMs: NOW_MS - 60_000,
    },
  };
}

/** The partner is gone and the active side holds the token alone. */
export function solo(vm: ObservedVm): ObservedVm {
  const other = otherSide(vm.activeSide);
  return {
    ...vm,
    register: { epoch: 418, owner: vm.activeSide, inSync: [vm.activeSide] },
    instances: { ...vm.instances, [other]: null },
    standbySynchronized: false,
    mirror: {
      ...vm.mirror,
      legs: { [vm.activeSide]: "UpToDate", [other]: "Outdated" } as ObservedVm["mirror"]["legs"],
      replication: "Off",
    },
  };
}

/** Off as asked: its instance is stopped, its standby gone, and nothing replicates. */
export function off(vm: ObservedVm, replication: ObservedVm["mirror"]["replication"] = "Off"): ObservedVm {
  return {
    ...vm,
    desiredPower: "off",
    instances: { a: null, b: null, [vm.activeSide]: "Stopped" },
    standbySynchronized: false,
    standbyLagMs: null,
    mirror: { ...vm.mirror, replication },
  };
}
