import { hostOf, pairOf, type Sim, witnessOf } from "../sim";
import type { SimFault, SimHost, SimWitness } from "../world";
import type { FaultType } from "./fault-type";

export const witnessPath: FaultType = {
  kind: "witness-path",
  label: "Cut one host from a witness",
  clearLabel: "Join it again",
  subjects: (sim) =>
    Object.values(sim.world.hosts).flatMap(({ ref, name, pairRef }) =>
      pairOf(sim, pairRef).witnessRefs.map((witnessRef) => ({
        ref: `${ref}/${witnessRef}`,
        label: `${name} from ${witnessOf(sim, witnessRef).name}`,
        pairRef,
      })),
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
