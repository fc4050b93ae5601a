import { hangGuest } from "../guest-hang";
import { vmOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyMachine } from "./subject";

/** Its host restarts it once it has not answered for long enough. */
export const guestHang: FaultType = {
  kind: "guest-hang",
  label: "Hang a guest",
  clearLabel: null,
  subjects: everyMachine,
  inject: (sim, fault) => hangGuest(sim, vmOf(sim, fault.subjectRef)),
  clear: () => {},
};
