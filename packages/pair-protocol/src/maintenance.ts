import { type Answer, notNow, order } from "./answer";
import { amendHost, type Draft, durableOf, self, wakeAt } from "./draft";
import { hereOf, recordHost, thereOf } from "./journal";
import { partnerMaintenance } from "./partner-away";
import type { VmState } from "./state";
import { askSwitch } from "./switch-active";

/**
 * Never both hosts of a pair (S9). A host says that it wants to, and goes only once the partner has answered, after
 * hearing that, that it is not on such a way itself; from then on the partner refuses to begin. Where both have begun
 * without hearing of each other, side B gives way.
 */
export function enterMaintenance(draft: Draft): Answer {
  const { state } = draft;
  if (state.durable.maintenance !== null)
    return notNow(`${hereOf(draft)} is in maintenance already, or on its way there.`, "Wait, or end it.");
  if (state.heard === null || state.partnerSuspected)
    return notNow(
      `${thereOf(draft)} is not heard, so nothing can move there.`,
      `Bring ${thereOf(draft)} or the way to it back first.`,
    );
  if (partnerMaintenance(state) !== null)
    return notNow(
      `${thereOf(draft)} is in maintenance or on its way there, and never both hosts of a pair are.`,
      `End the maintenance of ${thereOf(draft)} first.`,
    );
  amendHost(draft, { maintenance: "leaving" });
  state.maintenanceToldFrom = state.sequence + 1;
  draft.beatNow = true;
  tell(draft, order(`${hereOf(draft)} was told to go into maintenance: its machines move to ${thereOf(draft)}.`));
  return null;
}

export function leaveMaintenance(draft: Draft): Answer {
  if (draft.state.durable.maintenance === null)
    return notNow(`${hereOf(draft)} is not in maintenance.`, "There is nothing to end.");
  amendHost(draft, { maintenance: null });
  draft.beatNow = true;
  tell(draft, order(`The maintenance of ${hereOf(draft)} was ended.`));
  return null;
}

/** What keeps anything from being begun here, or null. */
export const whileAway = (draft: Draft): Answer =>
  draft.state.durable.maintenance === null
    ? null
    : notNow(`${hereOf(draft)} is in maintenance or on its way there.`, "End the maintenance first.");

/** Nothing is started or taken over here. */
export const isAside = ({ state }: Draft): boolean => state.durable.maintenance === "in";

/** maintenance: the machines leave one by one, and when none is left here, this host stands aside. */
export function standAside(draft: Draft): void {
  const { state } = draft;
  if (state.durable.maintenance === null) return;
  const busy = Object.values(state.vms).some((vm) => isBusyHere(draft, vm));
  if (state.durable.maintenance === "in") {
    // A hand-over that the partner had begun before it heard of us has come true.
    if (busy) amendHost(draft, { maintenance: "leaving" });
    return;
  }
  const theirs = partnerMaintenance(state);
  if (theirs === "in" || (theirs === "leaving" && self(draft) === "b")) {
    amendHost(draft, { maintenance: null });
    draft.beatNow = true;
    tell(draft, {
      phase: null,
      rule: "maintenance",
      sentence: `${hereOf(draft)} does not go into maintenance: ${thereOf(draft)} is in it or on its way there.`,
    });
    return;
  }
  moveNext(draft);
  if (busy || !partnerAgrees(draft)) return;
  amendHost(draft, { maintenance: "in" });
  draft.beatNow = true;
  tell(draft, {
    phase: null,
    rule: "maintenance",
    sentence: `${hereOf(draft)} is in maintenance: nothing runs there, and nothing is started there until it is ended.`,
  });
}

/** Its newest word was said after it had heard of ours, and is that it stays. */
function partnerAgrees({ state }: Draft): boolean {
  const heartbeat = state.heard?.heartbeat;
  if (heartbeat === undefined || heartbeat.maintenance !== null || state.partnerSuspected) return false;
  const { echo } = heartbeat;
  return echo !== null && echo.incarnation === state.incarnation && echo.sequence >= state.maintenanceToldFrom;
}

/** It runs here, shall run here, may yet become ours, or does not run with the partner as it should. */
function isBusyHere(draft: Draft, vm: VmState): boolean {
  const { register, intent, pending, alone } = durableOf(draft, vm);
  if (vm.instance !== "stopped" || pending !== null || alone) return true;
  if (intent.desiredPower === "off") return false;
  return register.owner === self(draft) || vm.partner?.switching === true || vm.partner?.instance !== "running";
}

/** One at a time: the links carry its memory. One that may not move now is looked at again when something has changed. */
function moveNext(draft: Draft): void {
  const ours = Object.values(draft.state.vms).filter((vm) => durableOf(draft, vm).register.owner === self(draft));
  if (ours.some(({ switching }) => switching !== null)) return;
  for (const vm of ours) {
    if (draft.nowMs < vm.retryAtMs) {
      wakeAt(draft, vm.retryAtMs);
      continue;
    }
    if (askSwitch(draft, vm, { faultKind: null, words: `${hereOf(draft)} goes into maintenance` }) === null) return;
  }
}

const tell = (draft: Draft, entry: Parameters<typeof recordHost>[3]): void =>
  recordHost(draft, { kind: "host", ref: hereOf(draft) }, null, entry);
