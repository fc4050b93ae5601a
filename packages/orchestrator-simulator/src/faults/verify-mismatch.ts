import { otherSide } from "@v-available/domain/state";
import { vmOf } from "../sim";
import { findMismatch, spoilSilently } from "../verify";
import type { FaultSubjects, FaultType } from "./fault-type";
import { everyComparableMachine } from "./subject";

/** Behind a machine's ref: the blocks go wrong, and nobody knows before the copies are compared. */
const UNKNOWN = "/unknown";
const vmRefOf = (ref: string): string => (ref.endsWith(UNKNOWN) ? ref.slice(0, -UNKNOWN.length) : ref);

const subjects: FaultSubjects = {
  refs: (sim) => everyComparableMachine.refs(sim).flatMap((ref) => [ref, `${ref}${UNKNOWN}`]),
  find(sim, ref) {
    const offer = everyComparableMachine.find(sim, vmRefOf(ref));
    if (!offer || vmRefOf(ref) === ref) return offer;
    return { ...offer, ref, label: `${offer.label}, unknown until its copies are compared` };
  },
};

/**
 * Wrong blocks on the standby side's copy, found by a comparison. What the machine reads is the other copy, to which every
 * write went as well: the direction is no question, and what differs is copied.
 */
export const verifyMismatch: FaultType = {
  kind: "verify-mismatch",
  label: "Let a comparison find wrong blocks on the partner's copy of a machine",
  clearLabel: null,
  subjects,
  inject: (sim, fault) => {
    const vm = vmOf(sim, vmRefOf(fault.subjectRef));
    if (vmRefOf(fault.subjectRef) === fault.subjectRef) findMismatch(sim, vm);
    else spoilSilently(vm, otherSide(vm.mirror?.source ?? "a"));
  },
  clear: () => {},
};
