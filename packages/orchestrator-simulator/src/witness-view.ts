import type { ObservedWitness } from "@v-available/domain/observed";
import { SIDES, type Side } from "@v-available/domain/state";
import { isHeard } from "./heard";
import { hostAt, hostOf, pairOf, type Sim, siteOf, sleepsForMs, touch, wallMs, witnessOf } from "./sim";
import type { SimWitness } from "./world/witness";

/** A witness as one pair sees it: it stands for many, and is a thing of its own to each. */
export const witnessViewRef = (witnessRef: string, pairRef: string): string => `${witnessRef}/${pairRef}`;
export const witnessOfView = (ref: string): string => ref.slice(0, ref.indexOf("/"));
export const pairOfView = (ref: string): string => ref.slice(ref.indexOf("/") + 1);

export function touchWitnesses(sim: Sim, pairRef: string): void {
  for (const ref of pairOf(sim, pairRef).witnessRefs) touch(sim, "witness", witnessViewRef(ref, pairRef));
}

export const observeWitnesses = (sim: Sim, pairRef: string): ObservedWitness[] =>
  pairOf(sim, pairRef).witnessRefs.map((ref) => observeWitness(sim, pairRef, ref));

/** The witness that the hosts ask now: of two that differ for a moment, the one of the later term. */
export function usedWitness(sim: Sim, pairRef: string): string {
  const { hosts, witnessRefs } = pairOf(sim, pairRef);
  const [a, b] = [hostOf(sim, hosts.a).durable?.seat, hostOf(sim, hosts.b).durable?.seat];
  const newest = a && b && b.term > a.term ? b : (a ?? b);
  return newest ? witnessOfView(newest.witnessRef) : (witnessRefs[0] ?? "");
}

/** A witness that is lost together with a host decides nothing about that host. */
const isIndependent = (sim: Sim, pairRef: string, { siteName }: SimWitness): boolean =>
  SIDES.every((side) => siteOf(sim, hostAt(sim, pairRef, side).siteRef).name !== siteName);

export function observeWitness(sim: Sim, pairRef: string, witnessRef: string): ObservedWitness {
  const witness = witnessOf(sim, witnessRef);
  const ref = witnessViewRef(witnessRef, pairRef);
  const sight = (side: Side) => {
    const host = hostAt(sim, pairRef, side);
    const last = witness.seenBy[host.ref];
    const seen = host.protocol?.sights[ref]
      ? host.protocol.sights[ref].seenSinceMs !== null
      : host.protocol?.witness.lost === false;
    const reachable = isHeard(host) && seen && last !== undefined;
    return {
      reachable,
      rttMs: reachable ? Math.round(last.rttMs * 10) / 10 : null,
      // Of a pair that sleeps, as long ago as when it fell asleep: hosts ask all the time.
      atMs: wallMs(sim.world, (last?.atMs ?? 0) + sleepsForMs(sim, pairRef)),
    };
  };
  return {
    kind: "witness",
    ref,
    name: witness.name,
    pairRef,
    siteName: witness.siteName,
    endpoint: witness.endpoint,
    preferred: witnessRef === pairOf(sim, pairRef).witnessRefs[0],
    inUse: witnessRef === usedWitness(sim, pairRef),
    independent: isIndependent(sim, pairRef, witness),
    seenBy: { a: sight("a"), b: sight("b") },
  };
}
