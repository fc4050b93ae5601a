import type { IncidentView } from "@v-available/api/view/incident";
import { SEVERITIES } from "@v-available/domain/state";

type Urgent = Pick<IncidentView, "machines" | "severity" | "openedAtMs">;

/** Machines that have one copy now and should have two. */
const exposed = ({ machines }: Urgent): number =>
  machines.filter(({ oneCopySinceMs, restoredAtMs }) => oneCopySinceMs !== null && restoredAtMs === null).length;

/** Where most could be lost first, then the gravest, then the newest. */
export const byUrgency = (one: Urgent, other: Urgent): number =>
  exposed(other) - exposed(one) ||
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
  other.openedAtMs - one.openedAtMs;
