import type { Queryable } from "@v-available/db/database";
import { signatureOf } from "@v-available/domain/loss-consent";
import { allowedFailBack, allowedRecover, recoveryLossWords } from "@v-available/domain/recovery-declaration";
import { recoveryPointAt, recoveryPoints } from "@v-available/domain/recovery-point";
import { Refusal } from "@v-available/domain/refusal";
import type { ActorDeed } from "../audit/deed";
import { refuseWithoutSecondPerson } from "../consent/rule";
import { type Intent, submit, type VerbKit } from "../task/submit";
import type { MachineTaskInput, RecoverMachineInput } from "./input";
import { intentOn } from "./intent";
import { lostPoint, refuseIfLacking, refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export const recoverMachine = (kit: VerbKit, input: RecoverMachineInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.recover", input.taskKey, async (db, nowMs) => {
    const intent = await recoveryIntent(db, nowMs, input, signatureOf(deed.by.name, deed.askedBy));
    await refuseWithoutSecondPerson(db, deed, `${intent.subject.name} was not started elsewhere`);
    return intent;
  });

/** @throws Refusal where it can't be done now */
export async function recoveryIntent(
  db: Queryable,
  nowMs: number,
  input: RecoverMachineInput,
  signedBy: string,
): Promise<Intent> {
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
  const notDone = `${name} was not started elsewhere`;
  refuseIfLacking(found, "disaster-recovery", notDone);
  const verdict = allowedRecover(observed, found.pair.facts, found.machine.protection, found.runningTask);
  refuseUnlessAllowed(verdict, notDone);
  const point = recoveryPointAt(recoveryPoints(observed, nowMs), input.pointAtMs);
  if (!point) throw lostPoint(notDone, input.pointAtMs);
  const loss = recoveryLossWords(point);
  const site = observed.recoveryCopy?.siteName ?? "the recovery site";
  const title = `Declare Disaster Recovery for ${name} and start it at ${site}, giving up ${loss}`;
  const { pointAtMs } = input;
  return intentOn(
    found,
    title,
    {
      kind: "vm.recover",
      vmRef: ref,
      signedBy,
      loss,
      ...(pointAtMs === undefined ? {} : { pointAtMs }),
    },
    { before: { runsAt: found.pair.row.name }, after: { runsAt: site, pointAtMs: point.atMs, loss } },
  );
}

export const failBackMachine = (kit: VerbKit, { machineId, taskKey }: MachineTaskInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.fail-back", taskKey, async (db, nowMs) => {
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const notDone = `${name} was not brought back`;
    refuseIfLacking(found, "disaster-recovery", notDone);
    const verdict = allowedFailBack(found.pair.facts, found.machine.protection, found.runningTask);
    refuseUnlessAllowed(verdict, notDone);
    return intentOn(
      found,
      `Bring ${name} back to its pair`,
      { kind: "vm.fail-back", vmRef: ref, signedBy: deed.by.name },
      { before: { runsAt: observed.recoveryCopy?.siteName }, after: { runsAt: found.pair.row.name } },
    );
  });
