import { allowedRecover, recoveryLossWords } from "@v-available/domain/recovery-declaration";
import { recoveryPointAt, recoveryPoints } from "@v-available/domain/recovery-point";
import { Refusal } from "@v-available/domain/refusal";
import { allowed } from "@v-available/domain/transition";
import type { Actor } from "../desk";
import { submit, type VerbKit } from "../task/submit";
import type { MachineTaskInput, RecoverMachineInput } from "./input";
import { intentOn } from "./intent";
import { refuseUnlessAllowed } from "./refuse";
import { type FoundMachine, findMachine } from "./view";

export const recoverMachine = (kit: VerbKit, input: RecoverMachineInput, actor: Actor) =>
  submit(kit, actor, "vm.recover", input.taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, input.machineId);
    const { name, ref, observed } = found.machine.row;
    if (input.confirmName !== name)
      throw new Refusal({
        code: "invalid",
        message: `${name} was not started elsewhere: the name that was typed is another one.`,
        field: "confirmName",
        value: input.confirmName,
        limit: name,
        remedy: `Type ${name}.`,
      });
    refuseIfLacking(found);
    const verdict = allowedRecover(observed, found.pair.facts, found.machine.protection, found.runningTask);
    refuseUnlessAllowed(verdict, `${name} was not started elsewhere`);
    const point = recoveryPointAt(recoveryPoints(observed, nowMs), input.pointAtMs);
    if (!point)
      throw new Refusal({
        code: "invalid",
        message: `${name} was not started elsewhere: that point of it is not kept any more.`,
        field: "pointAtMs",
        value: input.pointAtMs ?? null,
        limit: "a point that is kept",
        remedy: "Choose one of those that are shown now.",
      });
    const loss = recoveryLossWords(point);
    const site = observed.recoveryCopy?.siteName ?? "the recovery site";
    const title = `Declare Disaster Recovery for ${name} and start it at ${site}, giving up ${loss}`;
    const { pointAtMs } = input;
    return intentOn(found, title, {
      kind: "vm.recover",
      vmRef: ref,
      signedBy: actor.name,
      loss,
      ...(pointAtMs === undefined ? {} : { pointAtMs }),
    });
  });

export const failBackMachine = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, actor: Actor) =>
  submit(kit, actor, "vm.fail-back", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref } = found.machine.row;
    refuseIfLacking(found);
    const verdict = allowed("vm.fail-back", found.machine.protection, found.runningTask);
    refuseUnlessAllowed(verdict, `${name} was not brought back`);
    return intentOn(found, `Bring ${name} back to its pair`, {
      kind: "vm.fail-back",
      vmRef: ref,
      signedBy: actor.name,
    });
  });

function refuseIfLacking({ capabilities }: FoundMachine): void {
  const able = capabilities["disaster-recovery"];
  if (able && !able.supported) throw new Refusal({ code: "unsupported", message: able.reason });
}
