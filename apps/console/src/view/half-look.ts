import type { MachineRow } from "@v-available/api/view/machine";
import { HOST_STANDING } from "@v-available/domain/pair-facts";
import type { HostState, MirrorLegState, Side } from "@v-available/domain/state";

/** How one half of a machine is drawn. */
export type HalfLook = "acts" | "off" | "core" | "disk" | "filling" | "held" | "broken" | "gone" | "none";

type Facts = Pick<
  MachineRow,
  "instances" | "legs" | "activeSide" | "standbySynchronized" | "held" | "desiredPower" | "declaredStop"
>;

const FILLING: ReadonlySet<MirrorLegState> = new Set(["Inconsistent", "Negotiating", "Attaching"]);
export const isFilling = (leg: MirrorLegState): boolean => FILLING.has(leg);

/** What a side is worth to a machine now. Never drawn better than its host, its leg and its instance allow. */
export function lookOf(machine: Facts, side: Side, host: HostState): HalfLook {
  const instance = machine.instances[side];
  const leg = machine.legs[side];
  if (HOST_STANDING[host] === "away") return "gone";
  if (instance === "Frozen" || instance === "OutputHeld") return "held";
  if (instance === "Running" || instance === "GoingLive") return machine.held ? "held" : "acts";
  if (machine.activeSide === side) return machine.desiredPower === "off" ? "off" : "broken";
  if (leg === "Diskless") return machine.declaredStop === "unprotected" ? "none" : "broken";
  if (FILLING.has(leg)) return "filling";
  // Whole, and not the machine: it waits for a person to choose.
  if (leg === "Consistent") return "held";
  if (leg !== "UpToDate") return "broken";
  return machine.standbySynchronized ? "core" : "disk";
}
