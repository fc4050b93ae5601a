import { ADMISSION_LIMITS } from "@v-available/domain/admission-limit";
import type { LinkKind, Side } from "@v-available/domain/state";
import type { Sim } from "./sim";
import { linkOf, pairOf, randomOf, touch } from "./sim";
import type { SimHost } from "./world/host";
import type { LinkBurden, SimLink } from "./world/link";
import type { SimWitness } from "./world/witness";

export type MessagePath = "link-a" | "link-b" | "management";
const LINK_OF_PATH: Record<MessagePath, LinkKind> = {
  "link-a": "availability-a",
  "link-b": "availability-b",
  management: "management",
};

export const isUp = (link: SimLink): boolean => link.cutBy.length === 0;

export function linkOfKind(sim: Sim, pairRef: string, kind: LinkKind): SimLink {
  for (const ref of pairOf(sim, pairRef).links) {
    const link = linkOf(sim, ref);
    if (link.kind === kind) return link;
  }
  throw new Error(`${pairRef} has no ${kind} link`);
}

export const linkOfPath = (sim: Sim, pairRef: string, path: MessagePath): SimLink =>
  linkOfKind(sim, pairRef, LINK_OF_PATH[path]);

/** A lost segment is sent again after the least timeout that TCP knows. */
const RETRANSMIT_MS = 200;

const burdensOf = ({ burdens }: SimLink): LinkBurden[] => Object.values(burdens ?? {});

// Asked for every message, and next to none has any.
const isFree = ({ burdens }: SimLink): boolean => burdens === undefined;

/** One way, of what arrives. */
export const delayOf = (link: SimLink): number =>
  isFree(link) ? link.delayMs : burdensOf(link).reduce((sum, { addedDelayMs }) => sum + addedDelayMs, link.delayMs);

export const lossOf = (link: SimLink): number =>
  isFree(link) ? 0 : 1 - burdensOf(link).reduce((kept, { lossRatio }) => kept * (1 - lossRatio), 1);

/** Of its bandwidth, by what is not the pair's own. */
export const takenOf = (link: SimLink): number =>
  isFree(link) ? 0 : 1 - burdensOf(link).reduce((free, { takenRatio = 0 }) => free * (1 - takenRatio), 1);

/** What a stream takes one way, on average: what is lost on the way is sent again. */
const streamDelayMs = (link: SimLink): number => delayOf(link) + lossOf(link) * RETRANSMIT_MS;

/** Slow for a level that its pair can have, losing more than now and then a packet, full of other traffic, or soon down again. */
export const isDegraded = (link: SimLink): boolean =>
  link.flaps?.service === "at-risk" ||
  2 * delayOf(link) > (link.slowRttMs ?? ADMISSION_LIMITS.highAvailabilityRttMs) ||
  lossOf(link) >= DEGRADED_LOSS ||
  takenOf(link) > ADMISSION_LIMITS.linkUseRatio;
const DEGRADED_LOSS = 0.001;

/** The availability links that carry, best first: mirrors and memory take the first. */
export const carryingLinks = (sim: Sim, pairRef: string): SimLink[] =>
  [linkOfKind(sim, pairRef, "availability-b"), linkOfKind(sim, pairRef, "availability-a")]
    .filter(isUp)
    .sort((one, other) => streamDelayMs(one) - streamDelayMs(other));

/** One way, for what a mirror writes to the partner; 0 where nothing carries. */
export function mirrorDelayMs(sim: Sim, pairRef: string): number {
  let leastMs = Number.POSITIVE_INFINITY;
  for (const kind of ["availability-b", "availability-a"] as const) {
    const link = linkOfKind(sim, pairRef, kind);
    if (isUp(link)) leastMs = Math.min(leastMs, streamDelayMs(link));
  }
  return Number.isFinite(leastMs) ? leastMs : 0;
}

/** Whether a message that is sent now does not arrive. Draws only where something is lost at all. */
export function isLost(sim: Sim, link: SimLink): boolean {
  const ratio = lossOf(link);
  return ratio > 0 && randomOf(sim, `${link.ref} loss`) < ratio;
}

export function burden(sim: Sim, link: SimLink, faultId: string, by: LinkBurden): void {
  change(sim, link, { ...link.burdens, [faultId]: by });
}

export function unburden(sim: Sim, link: SimLink, faultId: string): void {
  const { [faultId]: _, ...left } = link.burdens ?? {};
  change(sim, link, left);
}

function change(sim: Sim, link: SimLink, burdens: Record<string, LinkBurden>): void {
  const before = isDegraded(link);
  link.burdens = burdens;
  if (isUp(link) && isDegraded(link) !== before) link.sinceMs = sim.world.nowMs;
  touch(sim, "link", link.ref);
}

/** When a message sent now from this side arrives; a path keeps the order of what is sent on it. */
export function arrivalMs(sim: Sim, link: SimLink, from: Side): number {
  const jitter = 0.8 + 0.6 * randomOf(sim, link.ref);
  const at = Math.max(sim.world.nowMs + delayOf(link) * jitter, link.lastArrivalMs[from]);
  link.lastArrivalMs[from] = at;
  return at;
}

export const seesWitness = (witness: SimWitness, host: SimHost): boolean =>
  witness.downBy.length === 0 && (witness.pathCutBy[host.ref]?.length ?? 0) === 0;

export const witnessDelayMs = (sim: Sim, witness: SimWitness, host: SimHost): number =>
  witness.delayMs * (0.9 + 0.3 * randomOf(sim, `${witness.ref}/${host.ref}`));

export function cut(sim: Sim, link: SimLink, faultId: string): void {
  if (link.cutBy.includes(faultId)) return;
  if (isUp(link)) link.sinceMs = sim.world.nowMs;
  link.cutBy.push(faultId);
  touch(sim, "link", link.ref);
}

export function mend(sim: Sim, link: SimLink, faultId: string): void {
  if (!link.cutBy.includes(faultId)) return;
  link.cutBy = link.cutBy.filter((id) => id !== faultId);
  if (isUp(link)) link.sinceMs = sim.world.nowMs;
  touch(sim, "link", link.ref);
}
