import { otherSide } from "@v-available/domain/state";
import { reviewHardware } from "../power";
import { hostAt, tell, touch, vmOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyMirroredMachine } from "./subject";

/**
 * What takes a machine's writes on the partner ends, while hosts, links and disks are sound: what was written last is on
 * one copy only. It is opened again at once, and filled with what it missed.
 */
export const mirrorOutOfSync: FaultType = {
  kind: "mirror-out-of-sync",
  label: "Let the partner's copy of a machine miss writes",
  clearLabel: null,
  subjects: everyMirroredMachine,
  inject: (sim, fault) => {
    const { ref, pairRef, mirror } = vmOf(sim, fault.subjectRef);
    if (!mirror) return;
    const host = hostAt(sim, pairRef, otherSide(mirror.source));
    host.replicas = host.replicas.filter((one) => one !== ref);
    touch(sim, "vm", ref);
    tell(sim, host, { kind: "replica", vmRef: ref, event: "stopped" });
    reviewHardware(sim, pairRef);
  },
  clear: () => {},
};
