import type { FaultKind } from "@v-available/domain/fault-kind";
import { breakPart, type PartKind, replacePart, sparedParts } from "../part";
import { hostOf, type Sim } from "../sim";
import type { SimFault, SimHost } from "../world";
import type { FaultType } from "./fault-type";
import { everyOfHosts } from "./subject";

export function partOf(sim: Sim, { subjectRef }: SimFault): { host: SimHost; name: string } {
  const [hostRef = "", name = ""] = subjectRef.split("/");
  return { host: hostOf(sim, hostRef), name };
}

export const everySparedPart = (kind: PartKind) =>
  everyOfHosts(
    (host) => sparedParts(host, kind),
    ({ name }, part) => `${name}, ${part}`,
  );

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
