import type { LinkKind, Side } from "@v-available/domain/state";
import type { Sim } from "./sim";
import { linkOf, pairOf, randomOf, touch } from "./sim";
import type { SimHost, SimLink, SimWitness } from "./world";

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

/** The availability links that carry, best first: mirrors and memory take the first. */
export const carryingLinks = (sim: Sim, pairRef: string): SimLink[] =>
  [linkOfKind(sim, pairRef, "availability-b"), linkOfKind(sim, pairRef, "availability-a")].filter(isUp);

/** When a message sent now from this side arrives; a path keeps the order of what is sent on it. */
export function arrivalMs(sim: Sim, link: SimLink, from: Side): number {
  const jitter = 0.8 + 0.6 * randomOf(sim, link.ref);
  const at = Math.max(sim.world.nowMs + link.delayMs * jitter, link.lastArrivalMs[from]);
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
