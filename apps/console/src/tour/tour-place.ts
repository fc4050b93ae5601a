import type { MachineRow } from "@v-available/api/view/machine";

/** Where the tour happens: a pair, the machine whose level is changed, and the side whose plug is pulled. */
export interface TourPlace {
  readonly pairId: string;
  readonly machineId: string;
}

const isWell = ({ headline, declaredStop, power }: MachineRow): boolean =>
  power === "on" && (headline.state === "Protected" || declaredStop === "unprotected");

/** One that has yet to be raised, beside one that is at Fault Tolerance already: the plug of their host tells both apart. */
function raisedOn(machines: readonly MachineRow[]): MachineRow | null {
  if (!machines.every(isWell)) return null;
  const fit = machines.filter(
    ({ declaredStop, declared, activeSide }) =>
      declaredStop === "high-availability" &&
      declared.recovery === "none" &&
      declared.separation === "host" &&
      machines.some((other) => other.declaredStop === "fault-tolerance" && other.activeSide === activeSide),
  );
  return fit.toSorted((one, other) => one.memoryMiB - other.memoryMiB)[0] ?? null;
}

/**
 * The pair where the tour takes least time, among those that are well and have a machine of each kind: little memory to
 * copy when the dial is turned, then little disk.
 * @returns null where no pair is fit for it now
 */
export function choosePlace(fleet: readonly MachineRow[]): TourPlace | null {
  const pairIds = [...new Set(fleet.map(({ pair }) => pair.id))];
  const fit = pairIds.flatMap((pairId) => {
    const machines = fleet.filter(({ pair }) => pair.id === pairId);
    const raised = raisedOn(machines);
    const copied = machines.filter(({ declaredStop }) => declaredStop !== "unprotected");
    return raised === null ? [] : [{ raised, diskMiB: copied.reduce((sum, { diskMiB }) => sum + diskMiB, 0) }];
  });
  const [first] = fit.toSorted(
    (one, other) => one.raised.memoryMiB - other.raised.memoryMiB || one.diskMiB - other.diskMiB,
  );
  return first === undefined ? null : { pairId: first.raised.pair.id, machineId: first.raised.id };
}
