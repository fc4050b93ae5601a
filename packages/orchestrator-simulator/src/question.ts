import type { ObservedVm } from "@v-available/domain/observed";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { Register } from "@v-available/pair-protocol/register";
import { keepHistory } from "./fork";
import { bytesOfMiB, divergedNow } from "./mirror";
import { hostAt, type Sim, touch, wallMs } from "./sim";
import type { SimVm } from "./world/machine";

/**
 * A machine whose copies differ though it has been read on both: either may be the right one. It goes on with the one that
 * it reads, and the other waits for a person. What is true of that is kept here; what the hosts know of it is theirs.
 */

/** @param side whose copy waits */
export function beginQuestion(sim: Sim, vm: SimVm, side: Side, bytes: number): void {
  vm.question = { side, foundAtMs: sim.world.nowMs, bytes, given: [] };
  touch(sim, "vm", vm.ref);
}

/** The copy that waited is the machine, is filled from the other one, or is there no more. */
export function endQuestion(vm: SimVm, side: Side): void {
  if (vm.question?.side === side) delete vm.question;
}

/** A person has given the other copy up for this one, and its host has taken that. */
export function keepCopy(sim: Sim, vm: SimVm, keep: Side): void {
  const { question } = vm;
  if (!question) return;
  vm.question = { ...question, given: [...question.given, otherSide(keep)] };
  if (keep === question.side) keepHistory(sim, vm, keep);
  else {
    const leg = vm.legs[question.side];
    if (leg) leg.missingBytes = Math.max(1, question.bytes);
  }
  touch(sim, "vm", vm.ref);
}

/** S3. @returns what is wrong with starting it on that side */
export function wrongWithStart({ question, name }: SimVm, side: Side): string | null {
  if (!question) return null;
  if (side !== question.side)
    return question.given.includes(side) ? `${name} is started from a copy that a person has given up.` : null;
  return question.given.includes(otherSide(side))
    ? null
    : `${name} is started from one of two copies that differ, of which nobody has said that it is right.`;
}

/** S7. @returns what is wrong with copying over that side */
export function wrongWithCopying({ question, name }: SimVm, target: Side): string | null {
  if (question?.side !== target) return null;
  return question.given.includes(target) && !question.given.includes(otherSide(target))
    ? null
    : `One of two copies of ${name} that differ is overwritten, and nobody has said that it is wrong.`;
}

const durableAt = (sim: Sim, vm: SimVm, side: Side) => {
  const host = hostAt(sim, vm.pairRef, side);
  return (host.protocol?.durable ?? host.durable)?.vms[vm.ref];
};

/** Its copy waits, by the word of its host, which is remembered where that is not heard. */
export const waitingSide = (sim: Sim, vm: SimVm): Side | null =>
  SIDES.find((side) => durableAt(sim, vm, side)?.undecided) ?? null;

/** Null where nobody is asked, as far as the hosts have said. */
export function undecidedOf(sim: Sim, vm: SimVm, register: Register | null): ObservedVm["undecided"] {
  const waits = waitingSide(sim, vm);
  if (waits === null) return null;
  const { question, client, commonAt } = vm;
  const alone = register?.inSync.length === 1;
  const writes = alone ? Math.max(0, client.acknowledged - (vm.legs[waits]?.written ?? 0)) : 0;
  return {
    waits,
    foundAtMs: question ? wallMs(sim.world, question.foundAtMs) : null,
    differingBytes: question ? Math.min(question.bytes, bytesOfMiB(vm.diskMiB)) : null,
    givenUp: durableAt(sim, vm, otherSide(waits))?.rightLegId === durableAt(sim, vm, waits)?.legId,
    commonAtMs: alone && commonAt ? wallMs(sim.world, commonAt.atMs) : null,
    since: {
      writes: Math.floor(writes),
      bytes: alone ? Math.round(divergedNow(sim, vm)) : 0,
      lastWriteAtMs:
        writes > 0 && client.lastAcknowledgedAtMs > 0 ? wallMs(sim.world, client.lastAcknowledgedAtMs) : null,
    },
  };
}
