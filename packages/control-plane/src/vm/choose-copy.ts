import type { Queryable } from "@v-available/db/database";
import { allowedChoice, copyChoices } from "@v-available/domain/copy-choice";
import { signatureOf } from "@v-available/domain/loss-consent";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import type { ActorDeed } from "../audit/deed";
import { refuseWithoutSecondPerson } from "../consent/rule";
import { type Intent, submit, type VerbKit } from "../task/submit";
import type { ChooseCopyInput } from "./input";
import { intentOn } from "./intent";
import { refuseIfLacking, refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

/**
 * Of two histories of a machine, or of two copies that differ of which either may be right, this one stays; what the other
 * side alone has is given up, and signed for.
 */
export const chooseCopy = (kit: VerbKit, input: ChooseCopyInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.choose-copy", input.taskKey, async (db, nowMs) => {
    const intent = await choiceIntent(db, nowMs, input, signatureOf(deed.by.name, deed.askedBy));
    await refuseWithoutSecondPerson(db, deed, `No copy of ${intent.subject.name} was chosen`);
    return intent;
  });

/** @throws Refusal where it can't be done now */
export async function choiceIntent(
  db: Queryable,
  nowMs: number,
  input: ChooseCopyInput,
  signedBy: string,
): Promise<Intent> {
  const found = await findMachine(db, nowMs, input.machineId);
  const { name, ref, observed } = found.machine.row;
  const notDone = `No copy of ${name} was chosen`;
  if (input.confirmName !== name)
    throw new Refusal({
      code: "invalid",
      message: `${notDone}: the name that was typed is another one.`,
      field: "confirmName",
      value: input.confirmName,
      limit: name,
      remedy: `Type ${name}.`,
    });
  refuseIfLacking(found, "choose-copy", notDone);
  const { keep } = input;
  refuseUnlessAllowed(
    allowedChoice(observed, found.pair.facts, found.machine.protection, keep, found.runningTask),
    notDone,
  );
  const { hosts } = found.pair;
  const names = { a: hosts.a?.name ?? "host A", b: hosts.b?.name ?? "host B" };
  const choice = copyChoices(observed, names).find((one) => one.keep === keep);
  if (!choice) throw new Error(`a copy of ${name} is to be chosen, and there is no choice`);
  return intentOn(
    found,
    `Keep the copy of ${name} on ${names[keep]}, giving up ${choice.loss}`,
    { kind: "vm.choose-copy", vmRef: ref, keep, signedBy, loss: choice.loss },
    {
      before: observed.histories ? { histories: observed.histories } : { undecided: observed.undecided },
      after: { kept: names[keep], givenUp: names[otherSide(keep)], loss: choice.loss },
    },
  );
}
