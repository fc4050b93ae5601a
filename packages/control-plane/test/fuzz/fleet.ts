import { PROTECTION_OF_STOP, type Protection, withRecovery } from "@v-available/domain/level";
import { smallFleet, withAlternateWitness } from "@v-available/orchestrator-simulator/demo-fleet";
import type { Fleet, FleetPair } from "@v-available/orchestrator-simulator/fleet";
import type { FuzzLevel, FuzzRun, FuzzWorld } from "./run";
import { SHAPES } from "./shape";

export const pairRefOf = ({ name }: Pick<FuzzRun, "name">): string => `pair-${name}`;

export const farSiteRefOf = ({ name }: Pick<FuzzRun, "name">): string => `site-far-${name}`;

/** What has one copy only is copied nowhere else. */
export const protectionOf = ({ level, copied }: FuzzLevel): Protection =>
  copied && level !== "unprotected" ? withRecovery(PROTECTION_OF_STOP[level]) : PROTECTION_OF_STOP[level];

type Beginning = Pick<FuzzRun, "name" | "disks" | "alternateWitness" | "recoverySite" | "machines">;

/** A journal that fills while the WAN is cut, and a WAN that a first copy crosses in seconds. */
const recoveryOf = (run: Pick<FuzzRun, "name">): NonNullable<FleetPair["recovery"]> => ({
  siteRef: farSiteRefOf(run),
  journalBytes: 20e6,
  wanBytesPerSecond: 1_250_000_000,
  wanDelayMs: 15,
});

function fleetOfRun(
  { name, disks, alternateWitness, recoverySite, machines }: Beginning,
  writesPerSecond: number,
): Fleet {
  const { sites, pairs } = smallFleet();
  const ref = pairRefOf({ name });
  const fleet: Fleet = {
    sites: recoverySite
      ? [...sites, { ref: farSiteRefOf({ name }), name: `far-${name}`, region: "Recovery", role: "recovery" }]
      : sites,
    pairs: pairs.map((plan) => ({
      ...plan,
      ...(recoverySite && { recovery: recoveryOf({ name }) }),
      ref,
      name,
      hostNames: { a: `${name}-a`, b: `${name}-b` },
      witnesses: plan.witnesses.map((witness) => ({ ...witness, name: `${witness.name}-${name}` })),
      disks: Array.from({ length: disks }, (_, at) => `disk-${at}`),
    })),
    machines: machines.map(({ level, copied, ...machine }) => ({
      ...machine,
      pairRef: ref,
      vcpus: 2,
      memoryMiB: 2_048,
      diskMiB: 4_096,
      guest: "linux",
      protection: protectionOf({ level, ...(copied && { copied }) }),
      ip: null,
      load: { cpuRatio: 0.2, dirtyBytesPerSecond: 5e6, writeBytesPerSecond: 1e6, writesPerSecond },
    })),
  };
  // One far witness is the alternate of all that have one: they lose it together.
  return alternateWitness ? withAlternateWitness(fleet) : fleet;
}

export function fleetOf({
  runs,
  shape,
}: {
  readonly runs: readonly Beginning[];
  readonly shape: FuzzWorld["shape"];
}): Fleet {
  const fleets = runs.map((run) => fleetOfRun(run, SHAPES[shape].writesPerSecond));
  return {
    sites: [...new Map(fleets.flatMap(({ sites }) => sites).map((site) => [site.ref, site])).values()],
    pairs: fleets.flatMap((fleet) => fleet.pairs),
    machines: fleets.flatMap((fleet) => fleet.machines),
  };
}
