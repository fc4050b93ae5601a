import { slowRttMs } from "@v-available/domain/admission-limit";
import { dialStopOf } from "@v-available/domain/level";
import { type LinkKind, otherSide } from "@v-available/domain/state";
import { EMPTY_DURABLE } from "@v-available/pair-protocol/durable";
import { alone, BOTH, type Register } from "@v-available/pair-protocol/register";
import { freshDurableVm } from "@v-available/pair-protocol/vm-state";
import { emptyWitness, restoreWitness } from "@v-available/pair-protocol/witness-step";
import { resumeClient } from "./client";
import { newVm, specOf } from "./command";
import { EMPTY_DIGEST } from "./digest";
import { emptyQueue } from "./event-queue";
import type { Fleet, FleetMachine, FleetPair, FleetWitness } from "./fleet";
import { armWatchdog, drainInbox } from "./host-driver";
import { storeOf } from "./join-pair";
import { startAgent } from "./power";
import { hashOf } from "./random-stream";
import { beginRecovery } from "./recovery";
import { diskFor } from "./replica";
import type { Settings } from "./setting";
import { addVm, after, holdsOf, hostAt, newRun, pairOf, type Sim, simOf, witnessOf } from "./sim";
import type { World } from "./world";
import type { SimHost } from "./world/host";
import type { SimInstance, SimVm } from "./world/machine";
import type { SimWitness } from "./world/witness";

/** Machines have been moved and restarted a few times before the world is looked at. */
const FIRST_EPOCH = 3;
const MINUTE_MS = 60_000;
/** An asynchronous copy waits for no answer. */
const ANY_RTT_MS = 60_000;

export interface WorldPlan {
  readonly seed: string;
  readonly fleet: Fleet;
  readonly settings: Settings;
  /** The wall clock at the world's beginning. */
  readonly wallMs: number;
}

/** A healthy world: every machine runs as declared, every agent has just been started and finds it so. */
export function buildWorld({ seed, fleet, settings, wallMs }: WorldPlan): Sim {
  const world: World = {
    format: 2,
    seed,
    lineage: hashOf(`${seed}/${wallMs}`).toString(36),
    settings,
    nowMs: 0,
    wallOffsetMs: wallMs,
    queue: emptyQueue(),
    random: {},
    sites: Object.fromEntries(fleet.sites.map((site) => [site.ref, { ...site }])),
    pairs: {},
    hosts: {},
    links: {},
    witnesses: {},
    ...freeOf(fleet),
    vms: {},
    tasks: {},
    faults: {},
    journal: { records: [], dropped: 0 },
    requests: {},
    plain: null,
    digest: EMPTY_DIGEST,
    inputs: 0,
    nextRun: 1,
  };
  const sim = simOf(world);
  for (const pair of fleet.pairs) addPair(sim, pair);
  for (const machine of fleet.machines) addMachine(sim, machine);
  for (const [index, pair] of fleet.pairs.entries()) {
    // Pairs do not act in step: each begins a little later than the one before.
    const offsetMs = 137 * (index + 1);
    after(sim, offsetMs % settings.rhythm.pairMs, { kind: "pair-heard", pairRef: pair.ref });
    after(sim, (offsetMs * 3) % settings.rhythm.figuresMs, { kind: "figures", pairRef: pair.ref });
    for (const side of ["a", "b"] as const) startAgent(sim, hostAt(sim, pair.ref, side));
  }
  drainInbox(sim);
  after(sim, settings.rhythm.signOfLifeMs, { kind: "sign-of-life" });
  for (const vm of Object.values(world.vms)) resumeClient(sim, vm, "connection");
  return sim;
}

/** What belongs to no pair, where the fleet has such. */
function freeOf({ freeHosts = [], freeWitnesses = [] }: Fleet): Pick<World, "freeHosts" | "freeWitnesses"> {
  if (freeHosts.length === 0) return {};
  return {
    freeHosts: Object.fromEntries(
      freeHosts.map(({ silent, ...plan }) => {
        const ref = `host-${plan.name}`;
        const upSinceMs = -MINUTE_MS * (600 + (hashOf(ref) % 6_000));
        const silentSinceMs = silent ? -MINUTE_MS * 1_440 : null;
        return [ref, { ...plan, ref, upSinceMs, silentSinceMs, pairing: null, retiredFrom: null }];
      }),
    ),
    freeWitnesses: Object.fromEntries(freeWitnesses.map((one) => [one.name, one])),
  };
}

function addPair(sim: Sim, plan: FleetPair): void {
  const { world } = sim;
  const hosts = { a: `host-${plan.hostNames.a}`, b: `host-${plan.hostNames.b}` };
  for (const side of ["a", "b"] as const) world.hosts[hosts[side]] = newHost(sim, plan, side, hosts[side]);
  const links = (
    [
      ["availability-a", plan.linkBytesPerSecond, plan.linkDelayMs],
      ["availability-b", plan.linkBytesPerSecond, plan.linkDelayMs],
      ["management", 125_000_000, plan.linkDelayMs + 0.2],
      ["business", 1_250_000_000, plan.linkDelayMs + 0.1],
      ...(plan.recovery ? [["wan", plan.recovery.wanBytesPerSecond, plan.recovery.wanDelayMs] as const] : []),
    ] as const satisfies readonly (readonly [LinkKind, number, number])[]
  ).map(([kind, bandwidthBytesPerSecond, delayMs]) => {
    const ref = `link-${plan.name}-${kind}`;
    const sinceMs = hosts.a.length * -MINUTE_MS * 1_440;
    world.links[ref] = {
      ref,
      pairRef: plan.ref,
      kind,
      ...switchOf(plan, kind),
      bandwidthBytesPerSecond,
      delayMs,
      slowRttMs: kind === "wan" ? ANY_RTT_MS : slowRttMs(plan.siteRef.a !== plan.siteRef.b),
      cutBy: [],
      sinceMs,
      lastArrivalMs: { a: 0, b: 0 },
    };
    return ref;
  });
  for (const witness of plan.witnesses) {
    world.witnesses[witness.name] ??= newWitness(witness);
    const { pairs, protocolOf } = witnessOf(sim, witness.name);
    pairs.push(plan.ref);
    protocolOf[plan.ref] = restoreWitness(emptyWitness(storeOf(witness.name)), 0);
  }
  const witnessRefs = plan.witnesses.map(({ name }) => name);
  // The world is built as it is after a long uneventful time.
  const { napAfterMs } = world.settings.rhythm;
  const quietSinceMs = napAfterMs === null ? null : -napAfterMs;
  const recovery = plan.recovery && { siteRef: plan.recovery.siteRef, journalBytes: plan.recovery.journalBytes };
  world.pairs[plan.ref] = {
    ...{ ref: plan.ref, name: plan.name, hosts, links, witnessRefs, vms: [], heardAtMs: 0, quietSinceMs },
    ...(recovery ? { recovery } : {}),
  };
}

function switchOf({ name, sharedSwitch }: FleetPair, kind: LinkKind): { switchName?: string } {
  if (kind === "business" || kind === "wan") return {};
  const first = kind === "availability-a" || kind === (sharedSwitch ? "availability-b" : "management");
  return { switchName: `${name}-switch-${first ? 1 : 2}` };
}

const newWitness = (plan: FleetWitness): SimWitness => ({
  ref: plan.name,
  ...plan,
  pairs: [],
  downBy: [],
  pathCutBy: {},
  protocolOf: {},
  seenBy: {},
});

const newHost = (sim: Sim, plan: FleetPair, side: "a" | "b", ref: string): SimHost => ({
  ref,
  name: plan.hostNames[side],
  pairRef: plan.ref,
  siteRef: plan.siteRef[side],
  side,
  cores: plan.cores,
  memoryMiB: plan.memoryMiB,
  cpuModel: plan.cpuModel,
  disks: plan.disks.map((name) => ({ name, failed: false, faultTimesMs: [] })),
  power: "on",
  bootRun: newRun(sim),
  // Up for some weeks, not all hosts for the same time.
  upSinceMs: -MINUTE_MS * (12_000 + (hashOf(ref) % 60_000)),
  agentUp: false,
  agentRun: 0,
  protocol: null,
  durable: { ...EMPTY_DURABLE, storeId: storeOf(plan.witnesses[0]?.name ?? "") },
  tickAtMs: null,
  replicas: [],
  watchdog: {},
  watchdogAtMs: null,
  lastRecord: 0,
});

/** Puts a machine there as it is after a long uneventful time: both copies alike, the register at the witness. */
function addMachine(sim: Sim, plan: FleetMachine): void {
  const { world } = sim;
  const { load, passthroughDevices = [] } = plan;
  const vm: SimVm = { ...newVm(sim, { ...plan, mac: null }, plan.pairRef), load, passthroughDevices };
  addVm(sim, vm);
  const level = dialStopOf(plan.protection);
  const mirrored = level !== "unprotected";
  const { side } = plan;
  const partner = otherSide(side);
  const register: Register = { epoch: FIRST_EPOCH, owner: side, inSync: mirrored ? BOTH : alone(side) };
  const intent = {
    version: 1,
    name: vm.name,
    spec: specOf(vm),
    declared: plan.protection,
    desiredPower: "on",
  } as const;
  for (const at of mirrored ? (["a", "b"] as const) : [side]) {
    const host = hostAt(sim, vm.pairRef, at);
    vm.legs[at] = { diskName: diskFor(host, vm.ref), failed: false, missingBytes: 0, written: 0 };
    const durable = {
      ...freshDurableVm(vm.ref, intent, register),
      legInSyncEpoch: FIRST_EPOCH,
      fencePassed: at === side,
    };
    host.durable = { ...(host.durable ?? EMPTY_DURABLE), vms: { ...host.durable?.vms, [vm.ref]: durable } };
  }
  const witness = witnessOf(sim, pairOf(sim, vm.pairRef).witnessRefs[0] ?? "");
  const stored = { ...register, changeId: `initial ${vm.ref}`, previousOwner: null };
  const protocol = holdsOf(witness, vm.pairRef);
  const pairs = { [vm.pairRef]: { ...protocol.durable.pairs[vm.pairRef], [vm.ref]: stored } };
  witness.protocolOf[vm.pairRef] = { ...protocol, durable: { ...protocol.durable, pairs } };
  vm.instances[side] = newInstance(sim, "Running", "active");
  if (plan.protection.recovery !== "none") beginRecovery(sim, vm, { takenAtMs: 0, written: 0, requestWrites: 0 });
  if (!mirrored) return;
  const partnerHost = hostAt(sim, vm.pairRef, partner);
  partnerHost.replicas.push(vm.ref);
  // The watchdog was armed by the agent before this one; the new one has this long to take over.
  const guarded = hostAt(sim, vm.pairRef, side);
  guarded.watchdog[vm.ref] = world.settings.timing.leaseMs;
  armWatchdog(sim, guarded);
  vm.mirror = {
    run: newRun(sim),
    source: side,
    state: "established",
    full: false,
    remainingBytes: 0,
    bytesPerSecond: 0,
    atMs: 0,
    sinceMs: 0,
  };
  if (level !== "fault-tolerance") return;
  vm.instances[partner] = newInstance(sim, "Synchronized", "standby");
  vm.lockstep = { run: newRun(sim), state: "synchronized" };
}

const newInstance = (sim: Sim, state: SimInstance["state"], role: SimInstance["role"]): SimInstance => ({
  run: newRun(sim),
  state,
  role,
  epoch: FIRST_EPOCH,
  sinceMs: 0,
  held: false,
});
