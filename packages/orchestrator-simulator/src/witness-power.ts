import { restoreWitness } from "@v-available/pair-protocol/witness-step";
import { pairNowMs, type Sim, touch } from "./sim";
import { witnessViewRef } from "./witness-view";
import type { SimWitness } from "./world/witness";

export function stopWitness(sim: Sim, witness: SimWitness, faultId: string): void {
  witness.downBy.push(faultId);
  for (const pairRef of witness.pairs) touch(sim, "witness", witnessViewRef(witness.ref, pairRef));
}

export function startWitness(sim: Sim, witness: SimWitness, faultId: string): void {
  witness.downBy = witness.downBy.filter((id) => id !== faultId);
  // It comes back from its disk and knows nothing of the leases it gave.
  if (witness.downBy.length > 0) return;
  for (const [pairRef, { durable }] of Object.entries(witness.protocolOf))
    witness.protocolOf[pairRef] = restoreWitness(durable, pairNowMs(sim, pairRef));
}
