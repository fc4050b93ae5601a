import { hostOf, pairOf, type Sim, witnessOf } from "../sim";
import type { SimFault } from "../world";
import type { SimHost } from "../world/host";
import type { SimWitness } from "../world/witness";
import type { FaultType } from "./fault-type";
import { everyOfHosts } from "./subject";

export const witnessPath: FaultType = {
  kind: "witness-path",
  label: "Cut one host from a witness",
  clearLabel: "Join it again",
  subjects: everyOfHosts(
    ({ pairRef }, sim) => pairOf(sim, pairRef).witnessRefs,
    ({ name }, witnessRef, sim) => `${name} from ${witnessOf(sim, witnessRef).name}`,
  ),
  inject: (sim, fault) => {
    const { host, witness } = endsOf(sim, fault);
    witness.pathCutBy[host.ref] = [...(witness.pathCutBy[host.ref] ?? []), fault.id];
  },
  clear: (sim, fault) => {
    const { host, witness } = endsOf(sim, fault);
    witness.pathCutBy[host.ref] = (witness.pathCutBy[host.ref] ?? []).filter((id) => id !== fault.id);
  },
};

function endsOf(sim: Sim, { subjectRef }: SimFault): { host: SimHost; witness: SimWitness } {
  const [hostRef = "", witnessRef = ""] = subjectRef.split("/");
  return { host: hostOf(sim, hostRef), witness: witnessOf(sim, witnessRef) };
}
