import { cpus, uptime } from "node:os";
import type { AgentConfig } from "@v-available/domain/agent-config";
import type { HostView, HostVmView, HostWitnessView } from "@v-available/domain/agent-wire";
import type { ObservedHost, ObservedLink, ObservedTask } from "@v-available/domain/observed";
import type { LinkKind, Side } from "@v-available/domain/state";
import { leaseStateOf } from "@v-available/pair-protocol/lease-state";
import type { Path } from "@v-available/pair-protocol/message";
import type { HostState } from "@v-available/pair-protocol/state";
import { monotonicMs } from "../monotonic-clock";
import type { PeerPath } from "../peer/peer-path";
import { readCpuFeatures } from "./cpu-features";

const LINK_KIND = {
  "link-a": "availability-a",
  "link-b": "availability-b",
  management: "management",
} as const satisfies Record<Path, LinkKind>;

const CPU_MODEL = cpus()[0]?.model ?? "unknown";
const CPU_FEATURES = readCpuFeatures();

export interface HostFacts {
  readonly config: AgentConfig;
  readonly state: HostState;
  readonly paths: readonly PeerPath[];
  readonly linkUse: Readonly<Record<string, { bandwidthBytesPerSecond: number; usedBytesPerSecond: number }>>;
  readonly witnesses: readonly HostWitnessView[];
  readonly watchdog: ObservedHost["watchdog"];
  readonly heartbeatMs: number;
  readonly vms: readonly HostVmView[];
  readonly tasks: readonly ObservedTask[];
}

/** Everything this host knows, for whoever watches. */
export function hostView(facts: HostFacts): HostView {
  const { config, state } = facts;
  const atMs = Date.now();
  const wallMs = (monotonic: number) => Math.round(atMs - (monotonicMs() - monotonic));
  const heardAtMs = state.heard ? wallMs(state.heard.atMs) : null;
  return {
    atMs,
    pairRef: config.pairRef,
    pairName: config.pairName,
    side: config.side,
    sites: [...config.sites],
    host: ownHost(facts, atMs),
    partner: {
      hostRef: config.partner.ref,
      name: config.partner.name,
      siteRef: config.partner.siteRef,
      contact: contactOf(state),
      inMaintenance: state.heard?.heartbeat.maintenance === "in",
      lastHeartbeatAtMs: heardAtMs,
    },
    links: facts.paths.map((path) => linkView(path, facts, atMs)),
    witnesses: [...facts.witnesses],
    designatedSurvivor: designatedSurvivor(state),
    lease: leaseStateOf(state, monotonicMs()),
    vms: [...facts.vms],
    tasks: [...facts.tasks],
  };
}

function contactOf(state: HostState): HostView["partner"]["contact"] {
  if (state.partnerFenced) return "fenced";
  if (state.partnerDead) return state.heard === null ? "never" : "dead";
  if (state.heard === null) return "never";
  return state.partnerSuspected ? "suspect" : "alive";
}

function ownState({ durable }: HostState, vms: HostFacts["vms"]): ObservedHost["state"] {
  if (durable.maintenance !== null) return durable.maintenance === "in" ? "Maintenance" : "Evacuating";
  return vms.some((vm) => vm.leg === "Failed") ? "Degraded" : "Running";
}

function ownHost({ config, state, vms, watchdog, heartbeatMs }: HostFacts, atMs: number): ObservedHost {
  const running = vms.filter((vm) => vm.instance === "Running" || vm.instance === "Starting");
  const used = running.reduce((sum, vm) => sum + vm.vcpus * vm.load.cpuRatio, 0);
  return {
    kind: "host",
    ref: config.host.ref,
    name: config.host.name,
    siteRef: config.host.siteRef,
    pairRef: config.pairRef,
    side: config.side,
    state: ownState(state, vms),
    cores: config.capacity.cores,
    memoryMiB: config.capacity.memoryMiB,
    usedCores: Math.round(used * 100) / 100,
    usedMemoryMiB: running.reduce((sum, vm) => sum + vm.memoryMiB, 0),
    cpuModel: CPU_MODEL,
    cpuFeatures: CPU_FEATURES,
    watchdog,
    clock: null,
    upSinceMs: Math.round((atMs - uptime() * 1_000) / 1_000) * 1_000,
    lastHeartbeatAtMs: atMs,
    heartbeatMs,
    components: [],
  };
}

function linkView(path: PeerPath, facts: HostFacts, atMs: number): ObservedLink {
  const use = facts.linkUse[path.config.device] ?? { bandwidthBytesPerSecond: 0, usedBytesPerSecond: 0 };
  return {
    kind: "link",
    switchName: null,
    ref: path.config.linkRef,
    pairRef: facts.config.pairRef,
    linkKind: LINK_KIND[path.name],
    ...path.health.read(monotonicMs(), atMs),
    ...use,
  };
}

/** Either this side was promised that it may go on alone, or it has promised so to the partner. */
function designatedSurvivor(state: HostState): Side | null {
  const { side } = state.identity;
  for (const vm of Object.values(state.durable.vms)) {
    if (vm.designatedEpoch !== null && vm.designatedEpoch === vm.register.epoch) return side;
    if (vm.yieldedEpoch !== null && vm.yieldedEpoch === vm.register.epoch) return vm.register.owner;
  }
  return null;
}
