import { againstDrill, againstEndingDrill, type DrillObstacle } from "@v-available/domain/drill";
import { recoveryPointAt, recoveryPoints } from "@v-available/domain/recovery-point";
import { Refusal } from "@v-available/domain/refusal";
import type { ActorDeed } from "../audit/deed";
import { outsideWords, refuseOutside, windowsOfMachine } from "../policy/window";
import { submit, type VerbKit } from "../task/submit";
import type { DrillMachineInput, MachineTaskInput } from "./input";
import { intentOn } from "./intent";
import { lostPoint, refuseIfLacking } from "./refuse";
import { findMachine } from "./view";

export const drillMachine = (kit: VerbKit, input: DrillMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.drill", input.taskKey, async (db, nowMs) => {
    const { machineId, pointAtMs, outsideWindowOf } = input;
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `No drill of ${name} was started`;
    refuseIfLacking(found, "recovery-drill", notDone);
    refuseIfObstructed(againstDrill(observed, found.machine.protection), notDone);
    const point = recoveryPointAt(recoveryPoints(observed, nowMs), pointAtMs);
    if (!point) throw lostPoint(notDone, pointAtMs);
    const windows = await windowsOfMachine(db, found.machine, found.pair);
    const outside = refuseOutside(windows ? [windows] : [], outsideWindowOf, nowMs, notDone);
    const site = observed.recoveryCopy?.siteName;
    return intentOn(
      found,
      `Start ${name} at ${site} in a drill${outsideWords(outside)}`,
      {
        kind: "vm.drill",
        vmRef: ref,
        signedBy: deed.by.name,
        ...(pointAtMs === undefined ? {} : { pointAtMs }),
      },
      {
        before: { drill: null },
        after: {
          drill: { site, pointAtMs: point.atMs, ...(outside.length === 0 ? {} : { outsideWindowOf: outside }) },
        },
      },
    );
  });

export const endDrill = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.end-drill", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `No drill of ${name} was ended`;
    refuseIfLacking(found, "recovery-drill", notDone);
    refuseIfObstructed(againstEndingDrill(observed), notDone);
    return intentOn(
      found,
      `End the drill of ${name}`,
      { kind: "vm.end-drill", vmRef: ref, signedBy: deed.by.name },
      { before: { drill: { site: observed.recoveryCopy?.siteName } }, after: { drill: null } },
    );
  });

function refuseIfObstructed(obstacle: DrillObstacle | null, notDone: string): void {
  if (obstacle === null) return;
  const { reason, ...detail } = obstacle;
  throw new Refusal({ code: "illegal-transition", message: `${notDone}. ${reason}`, field: "machineId", ...detail });
}
