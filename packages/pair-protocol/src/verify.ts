import { FAULTS } from "@v-available/domain/fault";
import { bytesWords } from "@v-available/domain/size-words";
import { amend, type Draft, durableOf, partner, self } from "./draft";
import type { Input } from "./input";
import { hereOf, nameOf, newId, openIncident, recordVm, thereOf } from "./journal";
import { isInSync } from "./register";

/**
 * verify: blocks of the standby side's copy are not what was written to them. Its host marks it durably, and nothing
 * promotes it until it was filled; the owner vouches for it no more, and so goes solo and copies what differs.
 */
export function observeMismatch(draft: Draft, fact: Extract<Input, { kind: "copies-differ" }>): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  const { register } = durableOf(draft, vm);
  // A copy that is the only one to count is what there is.
  if (!isInSync(register, partner(draft))) return;
  draft.touched = true;
  draft.beatNow = true;
  if (fact.wrong === "ours") {
    // Another id, so that no word of the owner from before vouches for it.
    amend(draft, vm, { legId: newId(draft), forgotten: true });
    return;
  }
  if (register.owner !== self(draft)) return;
  amend(draft, vm, { partnerLegId: null });
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "detected",
    rule: "verify",
    faultKind: "verify-mismatch",
    severity: FAULTS["verify-mismatch"].severity,
    sentence: `${bytesWords(fact.bytes)} of ${nameOf(draft, vm)} are not the same on ${thereOf(draft)} as on ${hereOf(draft)}, where it runs: the copy on ${thereOf(draft)} does not count until they are copied.`,
  });
}
