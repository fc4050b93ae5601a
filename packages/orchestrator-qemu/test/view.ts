import type { HostView, HostVmView } from "@v-available/domain/agent-wire";
import { HIGH_AVAILABILITY } from "@v-available/domain/level";
import type { HostRecord, ObservedLink } from "@v-available/domain/observed";
import { otherSide, type Side } from "@v-available/domain/state";
import type { PairConfig } from "../src/config";

/** What a host of the pair "p" says when all is well; tests change what they are about. */
export const PAIR: PairConfig = {
  ref: "p",
  name: "Pair P",
  siteRef: "site",
  hosts: {
    a: { ref: "host-a", name: "A", siteRef: "site", endpoint: { host: "127.0.0.1", port: 1 } },
    b: { ref: "host-b", name: "B", siteRef: "site", endpoint: { host: "127.0.0.1", port: 1 } },
  },
};

export const link = (ref: string, part: Partial<ObservedLink> = {}): ObservedLink => ({
  kind: "link",
  ref,
  pairRef: "p",
  linkKind: "availability-a",
  state: "Up",
  sinceMs: 1_000,
  rttP50Ms: 0.2,
  rttP99Ms: 0.4,
  lossRatio: 0,
  bandwidthBytesPerSecond: 125_000_000,
  usedBytesPerSecond: 0,
  ...part,
});

export const vmView = (side: Side, part: Partial<HostVmView> = {}): HostVmView => ({
  ref: "vm-1",
  name: "ledger",
  vcpus: 1,
  memoryMiB: 96,
  diskMiB: 64,
  mac: "52:54:00:00:00:01",
  ip: "10.99.0.10",
  guest: "linux",
  passthroughDevices: [],
  specVersion: 1,
  desiredPower: "on",
  declared: HIGH_AVAILABILITY,
  role: side === "a" ? "active" : "standby",
  register: { epoch: 4, owner: "a", inSync: ["a", "b"] },
  instance: side === "a" ? "Running" : null,
  leg: "UpToDate",
  legGeneration: 4,
  partnerLeg: "UpToDate",
  replication: "Established",
  outOfSyncBytes: 0,
  totalBytes: 64 * 1024 * 1024,
  resyncBytesPerSecond: 0,
  resyncSinceMs: null,
  held: false,
  standbySynchronized: false,
  standbyLagMs: null,
  load: { cpuRatio: 0.1, dirtyBytesPerSecond: 0, writeBytesPerSecond: 0, writeP95BytesPerSecond: null },
  ...part,
});

export const hostView = (side: Side, part: Partial<HostView> = {}): HostView => ({
  atMs: 50_000,
  pairRef: "p",
  pairName: "Pair P",
  side,
  sites: [],
  host: {
    kind: "host",
    ref: `host-${side}`,
    name: side.toUpperCase(),
    siteRef: "site",
    pairRef: "p",
    side,
    state: "Running",
    cores: 4,
    memoryMiB: 4_096,
    usedCores: 1,
    usedMemoryMiB: 256,
    cpuModel: "qemu64",
    cpuFeatures: ["avx2"],
    watchdog: "armed",
    upSinceMs: 1_000,
    lastHeartbeatAtMs: 49_000,
    heartbeatMs: 1_000,
    components: [],
  },
  partner: {
    hostRef: `host-${otherSide(side)}`,
    name: otherSide(side).toUpperCase(),
    siteRef: "site",
    contact: "alive",
    lastHeartbeatAtMs: 49_500,
  },
  links: [link("link-a")],
  witnesses: [
    {
      ref: "w",
      name: "W",
      siteName: "Witness site",
      endpoint: "w:8443",
      preferred: true,
      seatTerm: 0,
      independent: true,
      reachable: true,
      rttMs: 1,
      atMs: 49_000,
    },
  ],
  designatedSurvivor: null,
  lease: side === "a" ? "Held" : null,
  vms: [vmView(side)],
  tasks: [],
  ...part,
});

export const record = (source: string, sequence: number): HostRecord => ({
  source,
  sequence,
  atMs: 50_000 + sequence,
  pairRef: "p",
  phase: null,
  rootRef: null,
  rule: null,
  faultKind: null,
  severity: null,
  clears: false,
  subject: { kind: "vm", ref: "vm-1" },
  vmRefs: ["vm-1"],
  actor: "host",
  sentence: `Record ${sequence} was written.`,
});
