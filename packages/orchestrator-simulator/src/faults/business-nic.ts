import { BUSINESS_PORT, breakPart, replacePart } from "../part";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

/** Clients of its machines come in through the partner and over an availability link, where the machine has a partner. */
export const businessNic: FaultType = {
  kind: "business-nic",
  label: "Take a host's production port down",
  clearLabel: "Bring the port up again",
  subjects: everyHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    breakPart(sim, host, BUSINESS_PORT);
    host.businessPortDown = true;
  },
  clear: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    replacePart(sim, host, BUSINESS_PORT);
    delete host.businessPortDown;
  },
};
