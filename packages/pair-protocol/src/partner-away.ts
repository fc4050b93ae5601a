import type { FaultKind } from "@v-available/domain/fault-kind";
import type { HostState } from "./state";

/** Planned work on the partner, as it last said: nothing moves there, and from `in` on its silence is no surprise. */
export const partnerMaintenance = ({ heard }: HostState) => heard?.heartbeat.maintenance ?? null;
export const isSilencePlanned = (state: HostState): boolean => partnerMaintenance(state) === "in";

/** How a lost copy is told of: as a fault, unless it goes with a partner that people have switched off. */
export const lostCopy = (state: HostState, faultKind: FaultKind) =>
  isSilencePlanned(state) ? ({ severity: "warning" } as const) : ({ faultKind, severity: "major" } as const);
