import type { ObservedFreeHost } from "@v-available/domain/observed";
import { cpuFeaturesOf } from "./cpu-feature";
import { isUp } from "./network";
import { type Sim, touch, wallMs } from "./sim";
import { siteIsReached } from "./site-state";
import type { SimFreeHost, SimPort } from "./world/free-host";
import type { SimPair } from "./world/pair";

type Path = ObservedFreeHost["paths"][number];

/** What a round trip takes at its worst, as the links of pairs have it. */
const P99_PER_P50 = 1.6;

const rounded = (ms: number): number => Math.round(ms * 100) / 100;

export const freeHostsOf = (sim: Sim): SimFreeHost[] => Object.values(sim.world.freeHosts ?? {});

function pathOf(
  toHostRef: string,
  port: SimPort,
  to: Pick<SimPort, "name" | "bytesPerSecond" | "delayMs" | "lossRatio">,
): Path {
  const rttP50Ms = rounded(2 * (port.delayMs + to.delayMs));
  return {
    toHostRef,
    port: port.name,
    toPort: to.name,
    switchName: port.isSwitch ? port.network : null,
    rttP50Ms,
    rttP99Ms: rounded(rttP50Ms * P99_PER_P50),
    lossRatio: Math.max(port.lossRatio ?? 0, to.lossRatio ?? 0),
    // What the line is made for, less what the frames themselves take.
    bytesPerSecond: Math.round(Math.min(port.bytesPerSecond, to.bytesPerSecond) * 0.94),
  };
}

const LINK_PORT = { "availability-a": "availability A", "availability-b": "availability B" } as const;

/** Hosts of pairs are reached where one of their own availability links goes through the same switch. */
function pathsToPair(sim: Sim, pair: SimPair, port: SimPort): Path[] {
  return pair.links.flatMap((linkRef) => {
    const link = sim.world.links[linkRef];
    if (!link || (link.kind !== "availability-a" && link.kind !== "availability-b")) return [];
    if (link.switchName !== port.network || !isUp(link)) return [];
    const to = { name: LINK_PORT[link.kind], bytesPerSecond: link.bandwidthBytesPerSecond, delayMs: link.delayMs / 2 };
    return Object.values(pair.hosts)
      .filter((hostRef) => sim.world.hosts[hostRef]?.power === "on")
      .map((hostRef) => pathOf(hostRef, port, to));
  });
}

function pathsOf(sim: Sim, host: SimFreeHost): Path[] {
  return host.ports.flatMap((port) => [
    ...freeHostsOf(sim)
      .filter((other) => other !== host && other.silentSinceMs === null)
      .flatMap((other) =>
        other.ports.filter(({ network }) => network === port.network).map((to) => pathOf(other.ref, port, to)),
      ),
    ...Object.values(sim.world.pairs).flatMap((pair) => pathsToPair(sim, pair, port)),
  ]);
}

function witnessesOf(sim: Sim, host: SimFreeHost): ObservedFreeHost["witnesses"] {
  const { world } = sim;
  const reach = (name: string, downBy: readonly string[], delayMs: number): number | null =>
    downBy.length > 0 || host.cutOffFrom.includes(name) || !siteIsReached(world, host.siteRef)
      ? null
      : rounded(2 * delayMs);
  const ofPairs = Object.values(world.witnesses).map(({ name, endpoint, siteName, downBy, delayMs }) => ({
    ...{ name, endpoint, siteName, onHostRef: null, switchName: null },
    rttMs: reach(name, downBy, delayMs),
  }));
  const free = Object.values(world.freeWitnesses ?? {})
    .filter(({ name }) => world.witnesses[name] === undefined)
    .map(({ name, endpoint, siteName, delayMs, onHostRef, behindNetwork }) => ({
      ...{ name, endpoint, siteName, onHostRef: onHostRef ?? null, switchName: behindNetwork ?? null },
      rttMs: reach(name, [], delayMs),
    }));
  return [...ofPairs, ...free];
}

export function observeFreeHost(sim: Sim, host: SimFreeHost): ObservedFreeHost {
  const { ref, name, siteRef, version, cores, memoryMiB, diskMiB, cpuModel, watchdog, pairing, retiredFrom } = host;
  const silent = host.silentSinceMs;
  return {
    kind: "free-host",
    ...{ ref, name, siteRef, version, cores, memoryMiB, diskMiB, cpuModel, watchdog, pairing, retiredFrom },
    silentSinceMs: silent === null ? null : wallMs(sim.world, silent),
    cpuFeatures: cpuFeaturesOf(host),
    clock: { offsetMs: host.clockOffsetMs, steady: true },
    paths: silent === null ? pathsOf(sim, host) : [],
    witnesses: silent === null ? witnessesOf(sim, host) : [],
  };
}

/** What they measure moves with the rest of the world, and nothing of theirs waits in the queue. */
export function touchFreeHosts(sim: Sim): void {
  for (const ref in sim.world.freeHosts) touch(sim, "free-host", ref);
}
