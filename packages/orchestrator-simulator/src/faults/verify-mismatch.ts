import { vmOf } from "../sim";
import { findMismatch } from "../verify";
import type { FaultType } from "./fault-type";
import { everyComparableMachine } from "./subject";

/**
 * Wrong blocks on the standby side's copy, found by a comparison. What the machine reads is the other copy, to which every
 * write went as well: the direction is no question, and what differs is copied.
 */
export const verifyMismatch: FaultType = {
  kind: "verify-mismatch",
  label: "Let a comparison find wrong blocks on the partner's copy of a machine",
  clearLabel: null,
  subjects: everyComparableMachine,
  inject: (sim, fault) => findMismatch(sim, vmOf(sim, fault.subjectRef)),
  clear: () => {},
};
