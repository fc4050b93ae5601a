import { againstDrill, againstEndingDrill, type DrillObstacle } from "@v-available/domain/drill";
import { recoveryPointAt, recoveryPoints } from "@v-available/domain/recovery-point";
import { Refusal } from "@v-available/domain/refusal";
import type { Actor } from "../desk";
import { submit, type VerbKit } from "../task/submit";
import type { DrillMachineInput, MachineTaskInput } from "./input";
import { intentOn } from "./intent";
import { lostPoint, refuseIfLacking } from "./refuse";
import { findMachine } from "./view";

export const drillMachine = (kit: VerbKit, { machineId, taskKey, pointAtMs }: DrillMachineInput, actor: Actor) =>
  submit(kit, actor, "vm.drill", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `No drill of ${name} was started`;
    refuseIfLacking(found, "recovery-drill", notDone);
    refuseIfObstructed(againstDrill(observed, found.machine.protection), notDone);
    if (!recoveryPointAt(recoveryPoints(observed, nowMs), pointAtMs)) throw lostPoint(notDone, pointAtMs);
    return intentOn(found, `Start ${name} at ${observed.recoveryCopy?.siteName} in a drill`, {
      kind: "vm.drill",
      vmRef: ref,
      signedBy: actor.name,
      ...(pointAtMs === undefined ? {} : { pointAtMs }),
    });
  });

export const endDrill = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, actor: Actor) =>
  submit(kit, actor, "vm.end-drill", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `No drill of ${name} was ended`;
    refuseIfLacking(found, "recovery-drill", notDone);
    refuseIfObstructed(againstEndingDrill(observed), notDone);
    return intentOn(found, `End the drill of ${name}`, { kind: "vm.end-drill", vmRef: ref, signedBy: actor.name });
  });

function refuseIfObstructed(obstacle: DrillObstacle | null, notDone: string): void {
  if (obstacle === null) return;
  const { reason, ...detail } = obstacle;
  throw new Refusal({ code: "illegal-transition", message: `${notDone}. ${reason}`, field: "machineId", ...detail });
}
