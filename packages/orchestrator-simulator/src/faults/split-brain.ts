import { SIDES } from "@v-available/domain/state";
import { cut, linkOfKind, mend } from "../network";
import { reviewHardware } from "../power";
import { after, hostAt, pairOf, type Sim, vmOf, witnessOf } from "../sim";
import { touchWitnesses } from "../witness-view";
import type { SimFault } from "../world";
import type { SimWitness } from "../world/witness";
import type { FaultType } from "./fault-type";
import { everyMachineWithSpareCopy, spareSideOf } from "./subject";

const TRIES_AFTER_MS = 1_000;
const KINDS = ["availability-a", "availability-b", "management"] as const;

/**
 * The standby's host hears neither its partner nor any witness, and somebody there starts the machine by hand past the
 * token, though it goes on at the other host. What that leads to shows when the hosts hear each other again.
 */
export const splitBrain: FaultType = {
  kind: "split-brain",
  label: "Cut a machine's standby host off, and have somebody there start it by hand",
  clearLabel: "Join the hosts again",
  subjects: everyMachineWithSpareCopy,
  inject: (sim, fault) => {
    const vm = vmOf(sim, fault.subjectRef);
    const { ref, pairRef } = vm;
    const side = spareSideOf(vm);
    if (side === null) return;
    const host = hostAt(sim, pairRef, side);
    for (const kind of KINDS) cut(sim, linkOfKind(sim, pairRef, kind), fault.id);
    for (const witness of witnessesOf(sim, pairRef))
      witness.pathCutBy[host.ref] = [...(witness.pathCutBy[host.ref] ?? []), fault.id];
    touchWitnesses(sim, pairRef);
    reviewHardware(sim, pairRef);
    after(sim, TRIES_AFTER_MS, { kind: "override-due", vmRef: ref, faultId: fault.id, hostRef: host.ref });
  },
  clear: (sim, fault) => {
    const pairRef = pairRefOf(sim, fault);
    if (pairRef === null) return;
    for (const kind of KINDS) mend(sim, linkOfKind(sim, pairRef, kind), fault.id);
    for (const witness of witnessesOf(sim, pairRef))
      for (const side of SIDES) {
        const { ref } = hostAt(sim, pairRef, side);
        witness.pathCutBy[ref] = (witness.pathCutBy[ref] ?? []).filter((id) => id !== fault.id);
      }
    touchWitnesses(sim, pairRef);
    reviewHardware(sim, pairRef);
  },
};

/** The machine may be gone by the time that its hosts are joined again. */
const pairRefOf = (sim: Sim, { pairRef, subjectRef }: SimFault): string | null =>
  pairRef ?? sim.world.vms[subjectRef]?.pairRef ?? null;

const witnessesOf = (sim: Sim, pairRef: string): SimWitness[] =>
  pairOf(sim, pairRef).witnessRefs.map((ref) => witnessOf(sim, ref));
