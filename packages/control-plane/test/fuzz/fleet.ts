import { PROTECTION_OF_STOP } from "@v-available/domain/level";
import { smallFleet, withAlternateWitness } from "@v-available/orchestrator-simulator/demo-fleet";
import type { Fleet } from "@v-available/orchestrator-simulator/fleet";
import type { FuzzRun, FuzzWorld } from "./run";
import { SHAPES } from "./shape";

export const pairRefOf = ({ name }: Pick<FuzzRun, "name">): string => `pair-${name}`;

type Beginning = Pick<FuzzRun, "name" | "disks" | "alternateWitness" | "machines">;

function fleetOfRun({ name, disks, alternateWitness, machines }: Beginning, writesPerSecond: number): Fleet {
  const { sites, pairs } = smallFleet();
  const ref = pairRefOf({ name });
  const fleet: Fleet = {
    sites,
    pairs: pairs.map((plan) => ({
      ...plan,
      ref,
      name,
      hostNames: { a: `${name}-a`, b: `${name}-b` },
      witnesses: plan.witnesses.map((witness) => ({ ...witness, name: `${witness.name}-${name}` })),
      disks: Array.from({ length: disks }, (_, at) => `disk-${at}`),
    })),
    machines: machines.map(({ level, ...machine }) => ({
      ...machine,
      pairRef: ref,
      vcpus: 2,
      memoryMiB: 2_048,
      diskMiB: 4_096,
      guest: "linux",
      protection: PROTECTION_OF_STOP[level],
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
    sites: smallFleet().sites,
    pairs: fleets.flatMap((fleet) => fleet.pairs),
    machines: fleets.flatMap((fleet) => fleet.machines),
  };
}
