import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { type Machine, Violation, type World } from "./world";

/**
 * Of two copies that differ either may be the right one. What is true of that, and what a person has said, whatever any
 * host has written down: the copy that waits is neither brought up nor overwritten before, and one that was given up is not
 * brought up after.
 */

const givenUp = ({ question }: Machine, side: Side): boolean => question?.givenUp.includes(side) === true;

/** The copy that waited is gone, or its host knows nothing of that any more. */
export function forgetQuestion(world: World, side: Side, vmRef: string): void {
  const machine = world.machines[vmRef];
  if (machine?.question?.side === side) machine.question = null;
}

/**
 * S3. To be asked before anything of it is started on that side. A person who gave the other copy up has signed for what
 * that one alone had acknowledged.
 */
export function judgeStart(world: World, side: Side, machine: Machine): void {
  const { question, vmRef } = machine;
  if (question === null || machine.overridden) return;
  if (givenUp(machine, side) && side !== question.side)
    throw new Violation("S3", `${vmRef} is started on ${side} from a copy that a person has given up`);
  if (side !== question.side) return;
  if (!givenUp(machine, otherSide(side)))
    throw new Violation("S3", `${vmRef} is started on ${side} from a copy of which nobody has said that it is right`);
  const there = world.hosts[side].legs[vmRef]?.writes;
  machine.acked = machine.acked.filter((write) => there?.has(write));
  machine.question = null;
}

/** S2: it is the machine by a person's word, who has signed for what only the other copy has. */
export const isSignedAway = (machine: Machine, side: Side): boolean =>
  machine.question?.side === side && givenUp(machine, otherSide(side));

/** S7. To be asked before anything is copied over that side. */
export function judgeOverwriting({ question, vmRef, ...machine }: Machine, target: Side): void {
  if (question === null || machine.overridden || target !== question.side) return;
  const { givenUp: given } = question;
  if (!given.includes(target) || given.includes(otherSide(target)))
    throw new Violation("S7", `leg ${target} of ${vmRef} is overwritten, of which nobody has said that it is wrong`);
}

/** What a person has just ordered a host to give up is given up if that host has written it down. @returns whether it has */
export function noteChoice(world: World, given: Side, machine: Machine, before: DirectionWritten): boolean {
  const after = directionWritten(world, given, machine.vmRef);
  const taken = (before.waits && !after.waits) || (!before.yielded && after.yielded);
  if (taken && machine.question !== null)
    machine.question = { ...machine.question, givenUp: [...machine.question.givenUp, given] };
  return taken;
}

interface DirectionWritten {
  readonly waits: boolean;
  readonly yielded: boolean;
}
export function directionWritten(world: World, side: Side, vmRef: string): DirectionWritten {
  const { undecided, rightLegId } = world.hosts[side].durable?.vms[vmRef] ?? {};
  return { waits: undecided === true, yielded: Boolean(rightLegId) };
}

/** It waits for a person, who has not said anything yet. */
export const isOpen = ({ question }: Machine): boolean => question?.givenUp.length === 0;

/** By what is durable: this side's copy is the machine once both hosts hear each other, by a person's word. */
export function isSaidToBeRight(world: World, side: Side, vmRef: string): boolean {
  const [ours, theirs] = [side, otherSide(side)].map((one) => world.hosts[one].durable?.vms[vmRef]);
  if (!ours || !theirs || ours.legFailed || ours.splitBrain || theirs.rightLegId !== ours.legId) return false;
  return SIDES.every((one) => !world.hosts[one].readmit) && ours.register.epoch === theirs.register.epoch;
}
