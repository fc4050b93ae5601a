import { crashGuest } from "../machine-process";
import { vmOf } from "../sim";
import type { FaultType } from "./fault-type";

export const guestCrash: FaultType = {
  kind: "guest-crash",
  label: "Crash a guest",
  clearLabel: null,
  subjects: (sim) => Object.values(sim.world.vms).map(({ ref, name, pairRef }) => ({ ref, label: name, pairRef })),
  inject: (sim, fault) => crashGuest(sim, vmOf(sim, fault.subjectRef)),
  clear: () => {},
};
