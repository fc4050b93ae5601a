import { beginFlapping, endFlapping } from "../flapping-link";
import { linkOf } from "../sim";
import { availabilityLink } from "./availability-link";
import type { FaultType } from "./fault-type";

export const linkFlapping: FaultType = {
  kind: "link-flapping",
  label: "Let one availability link go up and down",
  clearLabel: "Clear the port",
  subjects: availabilityLink.subjects,
  inject: (sim, fault) => beginFlapping(sim, linkOf(sim, fault.subjectRef), fault.id),
  clear: (sim, fault) => endFlapping(sim, linkOf(sim, fault.subjectRef), fault.id),
};
