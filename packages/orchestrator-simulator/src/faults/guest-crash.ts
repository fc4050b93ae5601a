import { crashGuest } from "../machine-process";
import { vmOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyMachine } from "./subject";

export const guestCrash: FaultType = {
  kind: "guest-crash",
  label: "Crash a guest",
  clearLabel: null,
  subjects: everyMachine,
  inject: (sim, fault) => crashGuest(sim, vmOf(sim, fault.subjectRef)),
  clear: () => {},
};
