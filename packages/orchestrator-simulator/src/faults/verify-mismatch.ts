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
    if (!offer) return null;
    const words = [
      offer.label,
      ...(sim.world.vms[vmRefOf(ref)]?.readOnBoth ? ["which has run on both hosts: a person is asked"] : []),
      ...(vmRefOf(ref) === ref ? [] : ["unknown until its copies are compared"]),
    ];
    return { ...offer, ref, label: words.join(", ") };
  },
};

/**
 * Wrong blocks on the standby side's copy, found by a comparison. Where the machine was read on the other side alone since
 * both copies were last known to be alike, that one is right and what differs is copied; else a person says which one is.
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
