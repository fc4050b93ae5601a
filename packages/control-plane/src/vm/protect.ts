import { admitProtection } from "@v-available/domain/admission";
import { LEVEL_LABEL } from "@v-available/domain/label";
import { dialStopOf, type Protection } from "@v-available/domain/level";
import { allowedProtect } from "@v-available/domain/transition";
import type { ActorDeed } from "../audit/deed";
import { submit, type VerbKit } from "../task/submit";
import type { ProtectInput } from "./input";
import { intentOn } from "./intent";
import { refuseIfBlocked, refuseIfImpossible, refuseUnlessAllowed } from "./refuse";
import { findMachine } from "./view";

export function protectTitle(name: string, protection: Protection): string {
  const stop = dialStopOf(protection);
  return stop === "unprotected" ? `Take the protection off ${name}` : `Protect ${name} at ${LEVEL_LABEL[stop].word}`;
}

export const protectMachine = (kit: VerbKit, { machineId, protection, taskKey }: ProtectInput, deed: ActorDeed) =>
  submit(kit, deed, "vm.protect", taskKey, async (db, nowMs) => {
    refuseIfImpossible(protection);
    const found = await findMachine(db, nowMs, machineId);
    const { name, ref, observed } = found.machine.row;
    const verdict = allowedProtect(observed, protection, found.machine.protection, found.runningTask);
    refuseUnlessAllowed(verdict, `The level of ${name} was not changed`);
    refuseIfBlocked(admitProtection(observed, found.pair.facts, protection, found.capabilities));
    return intentOn(
      found,
      protectTitle(name, protection),
      { kind: "vm.protect", vmRef: ref, protection },
      {
        before: { protection: observed.declared },
        after: { protection },
      },
    );
  });
