import type { FaultKind } from "@v-available/domain/fault-kind";
import { breakPart, type PartKind, replacePart } from "../part";
import type { FaultType } from "./fault-type";
import { everySparedPart, partOf } from "./part-subject";

/** One of two that do the same: the other carries all until it is replaced. */
export const brokenPart = (kind: FaultKind & PartKind, label: string, clearLabel: string): FaultType => ({
  kind,
  label,
  clearLabel,
  subjects: everySparedPart(kind),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    breakPart(sim, host, name);
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    replacePart(sim, host, name);
  },
});
