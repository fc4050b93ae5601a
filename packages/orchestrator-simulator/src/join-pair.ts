import { slowRttMs } from "@v-available/domain/admission-limit";
import type { PairPath } from "@v-available/domain/pair-candidate";
import type { LinkKind, Side } from "@v-available/domain/state";
import { EMPTY_DURABLE } from "@v-available/pair-protocol/durable";
import { emptyWitness, restoreWitness } from "@v-available/pair-protocol/witness-step";
import { startAgent } from "./power";
import { after, newRun, type Sim, touch, witnessOf } from "./sim";
import { touchWitnesses } from "./witness-view";
import type { SimForming, SimFreeHost } from "./world/free-host";
import type { SimHost } from "./world/host";

export const storeOf = (witness: string): string => `store-${witness}`;
export const pairRefOf = (name: string): string => `pair-${name}`;

/**
 * The two are a pair from now on: the witness keeps a place for it, and both agents start with nothing to remember.
 * @param paths those that become the availability links, A first
 */
export function joinPair(
  sim: Sim,
  { name, witnesses }: SimForming["plan"],
  hosts: Readonly<Record<Side, SimFreeHost>>,
  paths: readonly PairPath[],
): void {
  const { world } = sim;
  const pairRef = pairRefOf(name);
  for (const side of ["a", "b"] as const) {
    world.hosts[hosts[side].ref] = asMember(sim, hosts[side], side, pairRef, witnesses[0] ?? "");
    leaveTheFree(sim, hosts[side]);
  }
  for (const witness of witnesses) {
    const free = world.freeWitnesses?.[witness];
    if (free && world.witnesses[witness] === undefined)
      world.witnesses[witness] = {
        ref: free.name,
        ...{ name: free.name, siteName: free.siteName, endpoint: free.endpoint, delayMs: free.delayMs },
        ...{ pairs: [], downBy: [], pathCutBy: {}, protocolOf: {}, seenBy: {} },
      };
    const { pairs, protocolOf } = witnessOf(sim, witness);
    pairs.push(pairRef);
    protocolOf[pairRef] = restoreWitness(emptyWitness(storeOf(witness)), world.nowMs);
  }
  const links = addLinks(sim, name, paths, hosts.a.siteRef !== hosts.b.siteRef);
  world.pairs[pairRef] = {
    ...{ ref: pairRef, name, hosts: { a: hosts.a.ref, b: hosts.b.ref }, links, witnessRefs: [...witnesses], vms: [] },
    ...{ heardAtMs: world.nowMs, quietSinceMs: null, formed: true as const },
  };
  after(sim, 0, { kind: "pair-heard", pairRef });
  after(sim, world.settings.rhythm.figuresMs, { kind: "figures", pairRef });
  for (const side of ["a", "b"] as const) startAgent(sim, world.hosts[hosts[side].ref] as SimHost);
  touch(sim, "pair", pairRef);
  for (const ref of links) touch(sim, "link", ref);
  for (const side of ["a", "b"] as const) touch(sim, "host", hosts[side].ref);
  touchWitnesses(sim, pairRef);
}

/** A host is one thing or the other: whoever watches is told that the free one is gone. */
export function leaveTheFree(sim: Sim, { ref }: SimFreeHost): void {
  delete sim.world.freeHosts?.[ref];
  sim.touched.get("free-host")?.delete(ref);
  sim.removed.push({ kind: "free-host", ref });
}

function addLinks(sim: Sim, name: string, paths: readonly PairPath[], spansSites: boolean): string[] {
  const { world } = sim;
  const [first, second = first] = paths;
  if (!first || !second) throw new Error(`the pair ${name} was admitted without links`);
  const plans: readonly (readonly [LinkKind, PairPath, number, number])[] = [
    ["availability-a", first, first.bytesPerSecond / 0.94, first.rttP50Ms / 2],
    ["availability-b", second, second.bytesPerSecond / 0.94, second.rttP50Ms / 2],
    ["management", first, 125_000_000, first.rttP50Ms / 2 + 0.2],
    ["business", first, 1_250_000_000, first.rttP50Ms / 2 + 0.1],
  ];
  return plans.map(([kind, { switchName }, bandwidthBytesPerSecond, delayMs]) => {
    const ref = `link-${name}-${kind}`;
    const isAvailability = kind === "availability-a" || kind === "availability-b";
    world.links[ref] = {
      ...{ ref, pairRef: pairRefOf(name), kind },
      ...(isAvailability && switchName !== null ? { switchName } : {}),
      bandwidthBytesPerSecond: Math.round(bandwidthBytesPerSecond),
      ...{ delayMs, slowRttMs: slowRttMs(spansSites), cutBy: [], sinceMs: world.nowMs, lastArrivalMs: { a: 0, b: 0 } },
    };
    return ref;
  });
}

/** @param member which of the hosts that have had this side it is */
export const asMember = (
  sim: Sim,
  free: SimFreeHost,
  side: Side,
  pairRef: string,
  witness: string,
  member = 0,
): SimHost => ({
  ...(member > 0 ? { member } : {}),
  free,
  ...{ ref: free.ref, name: free.name, pairRef, siteRef: free.siteRef, side },
  ...{ cores: free.cores, memoryMiB: free.memoryMiB, cpuModel: free.cpuModel },
  ...(free.hidesCpuFeature ? { hidesCpuFeature: true as const } : {}),
  disks: free.disks.map((name) => ({ name, failed: false, faultTimesMs: [] })),
  power: "on",
  bootRun: newRun(sim),
  upSinceMs: free.upSinceMs,
  agentUp: false,
  agentRun: 0,
  protocol: null,
  durable: { ...EMPTY_DURABLE, storeId: storeOf(witness) },
  tickAtMs: null,
  replicas: [],
  watchdog: {},
  watchdogAtMs: null,
  lastRecord: 0,
});
