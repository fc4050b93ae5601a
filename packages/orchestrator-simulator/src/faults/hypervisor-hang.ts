import { hangHypervisor } from "../hypervisor-hang";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyRunningHost } from "./subject";

/** Its watchdog resets it once its lease is over; until then it is as silent as a dead one. */
export const hypervisorHang: FaultType = {
  kind: "hypervisor-hang",
  label: "Hang the hypervisor of a host",
  clearLabel: null,
  subjects: everyRunningHost,
  inject: (sim, fault) => hangHypervisor(sim, hostOf(sim, fault.subjectRef)),
  clear: () => {},
};
