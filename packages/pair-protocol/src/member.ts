import { type Answer, notNow, order } from "./answer";
import { amendHost, type Draft, durableOf, emit, partner, self } from "./draft";
import type { Durable } from "./durable";
import { hereOf, nameOf, recordHost, thereOf } from "./journal";
import type { Heartbeat } from "./message";
import { alone, isSolo } from "./register";
import { askSeat } from "./seat";
import type { HostIdentity, HostState, VmState } from "./state";
import { ask } from "./token";

/**
 * A host of a pair can be replaced by another one. Each host that takes a side is a member of it, numbered from 0, and the
 * witness answers no member but the newest. It admits the next one only for a partner that owns every register of the pair
 * alone: what an older member holds then counts nowhere, and whenever it comes back it is told that it left.
 */
export const memberOf = ({ member = 0 }: HostIdentity): number => member;
export const partnerMemberOf = ({ partnerMember = 0 }: Durable): number => partnerMember;

/** The words of a member that is not the one beside us are nobody's: it left, or is not admitted yet. */
export const isFromPartner = ({ durable }: HostState, { member = 0 }: Heartbeat): boolean =>
  member === partnerMemberOf(durable);

/** Another host has this side now: nothing of ours counts, for good. */
export function retire(draft: Draft): void {
  if (draft.state.durable.retired) return;
  amendHost(draft, { retired: true });
  const ref = draft.state.identity.hostRefs[self(draft)];
  recordHost(draft, { kind: "host", ref }, null, {
    phase: null,
    rule: "member-retired",
    sentence: `${hereOf(draft)} was replaced: it is no host of the pair any more, and what it holds is old.`,
  });
}

/** The first rule of all: whoever has left runs nothing. */
export function leaveForGood(draft: Draft, vm: VmState): void {
  if (!draft.state.durable.retired) return;
  if (vm.instance !== "running" && vm.instance !== "starting" && vm.instance !== "paused") return;
  vm.instance = "stopping";
  emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "token-lost" });
}

/** Asks the witness to admit another member beside us. Taken only where nothing of the present one counts, or will. */
export function admitPartner(draft: Draft, member: number): Answer {
  const { state } = draft;
  if (state.durable.retired) return notNow(`${hereOf(draft)} was replaced itself.`, "Ask the other host.");
  if (member === partnerMemberOf(state.durable)) return null;
  if (member !== partnerMemberOf(state.durable) + 1)
    return {
      code: "conflict",
      message: `${thereOf(draft)} has been replaced meanwhile.`,
      remedy: "Look at the pair as it is now.",
    };
  if (state.durable.move !== null)
    return notNow("The hosts are moving to another witness.", "Wait until they have moved.");
  if (!state.partnerDead) return notNow(`${thereOf(draft)} still answers ${hereOf(draft)}.`, "Switch it off first.");
  for (const vm of Object.values(state.vms)) {
    const against = againstLosing(draft, vm);
    if (against !== null) return against;
  }
  // What is off is counted on both hosts until somebody says otherwise.
  for (const vm of Object.values(state.vms)) {
    const { register, pending } = durableOf(draft, vm);
    if (vm.instance === "stopped" && !isSolo(register, self(draft)) && pending === null)
      ask(draft, vm, "go-solo", { owner: self(draft), inSync: alone(self(draft)) });
  }
  state.admittingMember = member;
  draft.renewNow = true;
  recordHost(
    draft,
    { kind: "host", ref: state.identity.hostRefs[partner(draft)] },
    null,
    order(`${thereOf(draft)} is being replaced.`),
  );
  return null;
}

/** Never where the other copy is the only good one, or may be. */
function againstLosing(draft: Draft, vm: VmState): Answer {
  const { register, splitBrain, alone: wroteAlone } = durableOf(draft, vm);
  const name = nameOf(draft, vm);
  if (splitBrain) return notNow(`${name} has two histories.`, "Choose the copy that stays first.");
  if (register.owner !== self(draft))
    return notNow(`${name} belongs to ${thereOf(draft)}.`, `Start it on ${hereOf(draft)}, or remove it, first.`);
  if (wroteAlone) return notNow(`${name} went on without the witness.`, "Wait until the witness has heard of it.");
  if (!draft.rules.mayPromote(draft, vm))
    return notNow(
      `${hereOf(draft)} has no complete copy of ${name}.`,
      `Bring ${thereOf(draft)} back, or remove ${name}.`,
    );
  return null;
}

/** With each renewal, until the witness has answered. It judges anew: only what it holds is the truth. */
export function askAdmission(draft: Draft): void {
  const { state } = draft;
  const { admittingMember } = state;
  if (admittingMember === null) return;
  const settled = Object.values(state.vms).every((vm) => {
    const { register, pending } = durableOf(draft, vm);
    return isSolo(register, self(draft)) && pending === null;
  });
  if (settled) askSeat(draft, { kind: "admit", partner: admittingMember });
  else draft.atRest = false;
}

export function hearAdmission(draft: Draft, admitted: boolean): void {
  const { admittingMember } = draft.state;
  if (admittingMember === null) return;
  if (admitted) believeMember(draft, admittingMember);
  else {
    draft.state.admittingMember = null;
    draft.touched = true;
    draft.atRest = false;
  }
}

/** The witness has admitted it: whatever was heard of an older one says nothing any more. */
export function believeMember(draft: Draft, member: number): void {
  const { state } = draft;
  if (member <= partnerMemberOf(state.durable)) return;
  amendHost(draft, { partnerMember: member, tombstones: {} });
  state.admittingMember = null;
  state.heard = null;
  state.partnerFenced = false;
  for (const vm of Object.values(state.vms)) vm.partner = null;
}
