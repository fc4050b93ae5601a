import { FAULTS } from "@v-available/domain/fault";
import { bytesWords } from "@v-available/domain/size-words";
import { amend, type Draft, durableOf, partner, self } from "./draft";
import type { Input } from "./input";
import { hereOf, nameOf, newId, openIncident, recordVm, thereOf } from "./journal";
import { isInSync } from "./register";
import type { VmState } from "./state";

type Mismatch = Extract<Input, { kind: "copies-differ" }>;

/**
 * verify: blocks of the two copies differ. The host whose copy the machine does not read marks it durably, and nothing
 * promotes it until it was filled; the owner vouches for it no more, and so goes solo. What differs is then copied, unless
 * either may be the right one: then a person says the direction first (undecided.ts).
 */
export function observeMismatch(draft: Draft, fact: Mismatch): void {
  const vm = draft.state.vms[fact.vmRef];
  if (vm === undefined) return;
  const { register, partnerLegId } = durableOf(draft, vm);
  // A copy that is the only one to count is what there is.
  if (!isInSync(register, partner(draft))) return;
  draft.touched = true;
  draft.beatNow = true;
  const owns = register.owner === self(draft);
  if (fact.wrong === "ours" || (fact.wrong === "either" && !owns)) {
    mark(draft, vm, fact.wrong === "either");
    return;
  }
  if (!owns || (fact.wrong === "either" && partnerLegId === null)) return;
  amend(draft, vm, { partnerLegId: null });
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "detected",
    rule: "verify",
    faultKind: "verify-mismatch",
    severity: FAULTS["verify-mismatch"].severity,
    sentence: fact.wrong === "either" ? openWords(draft, vm, fact) : differWords(draft, vm, fact),
  });
}

function mark(draft: Draft, vm: VmState, undecided: boolean): void {
  // It has its name by now, and may be called by it.
  if (durableOf(draft, vm).undecided) return;
  // Another id, so that no word of the owner from before vouches for it.
  amend(draft, vm, { legId: newId(draft), forgotten: true, ...(undecided ? { undecided } : {}) });
}

const differWords = (draft: Draft, vm: VmState, { bytes }: Mismatch): string =>
  `${bytesWords(bytes)} of ${nameOf(draft, vm)} are not the same on ${thereOf(draft)} as on ${hereOf(draft)}, where it runs: the copy on ${thereOf(draft)} does not count until they are copied.`;

const openWords = (draft: Draft, vm: VmState, { bytes }: Mismatch): string =>
  `${bytesWords(bytes)} of ${nameOf(draft, vm)} are not the same on ${hereOf(draft)} and on ${thereOf(draft)}, and it has run on both since they were last known to be alike, so which of them is right can't be told: it goes on alone on ${hereOf(draft)}, and nothing is copied before a person has said which copy stays.`;
