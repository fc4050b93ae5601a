import type { FaultKind } from "@v-available/domain/fault-kind";
import { shareResyncRate } from "../mirror";
import { burden, unburden } from "../network";
import { linkOf } from "../sim";
import type { LinkBurden } from "../world/link";
import { availabilityLink } from "./availability-link";
import type { FaultType } from "./fault-type";

/** A link that goes on carrying, worse than before. What is copied over it moves to the better one. */
export const burdenedLink = (kind: FaultKind, label: string, clearLabel: string, by: LinkBurden): FaultType => ({
  kind,
  label,
  clearLabel,
  subjects: availabilityLink.subjects,
  inject: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    burden(sim, link, fault.id, by);
    shareResyncRate(sim, link.pairRef);
  },
  clear: (sim, fault) => {
    const link = linkOf(sim, fault.subjectRef);
    unburden(sim, link, fault.id);
    shareResyncRate(sim, link.pairRef);
  },
});
