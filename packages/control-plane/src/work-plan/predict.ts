import { carryingLinks } from "@v-available/domain/pair-facts";
import type { Placed } from "./facts";

const MIB = 1024 * 1024;
/** So much of a link is left to copies beside what machines send (†). */
const SHARE_FOR_COPIES = 0.5;
/** A host that comes back is looked at before its copies are filled (†). */
const SETTLES_MS = 30_000;

/** Bytes in a second at which the links that carry now can copy. */
export function copyBytesPerSecond({ pair }: Placed): number {
  return carryingLinks(pair.facts).reduce((sum, link) => sum + link.bandwidthBytesPerSecond, 0) * SHARE_FOR_COPIES;
}

/** How long the machines of a host take to leave it: the memory of those that run there, over the links. */
export function predictedEvacuationMs(place: Placed): number {
  const { pair, side } = place;
  const memoryMiB = pair.vms
    .filter(({ row: { observed } }) => observed.desiredPower === "on" && observed.activeSide === side)
    .reduce((sum, { row: { observed } }) => sum + observed.memoryMiB, 0);
  const rate = copyBytesPerSecond(place);
  return rate === 0 ? 0 : Math.round(((memoryMiB * MIB) / rate) * 1_000);
}

/** How long its copies take to be filled afterwards: what is written meanwhile, at the load of now. */
export function predictedResyncMs(place: Placed, workMinutes: number): number {
  const written = place.pair.vms
    .filter(({ protection }) => protection.declared !== "unprotected")
    .reduce((sum, { row }) => sum + row.observed.load.writeBytesPerSecond, 0);
  const rate = copyBytesPerSecond(place);
  return rate === 0 ? 0 : Math.round((written * workMinutes * 60_000) / rate);
}

/** From the first machine that moves to two copies of each again. */
export const predictedStepMs = (place: Placed, workMinutes: number): number =>
  predictedEvacuationMs(place) + workMinutes * 60_000 + SETTLES_MS + predictedResyncMs(place, workMinutes);
