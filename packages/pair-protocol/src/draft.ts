import { otherSide, type Side } from "@v-available/domain/state";
import type { Durable, DurableVm } from "./durable";
import type { Effect } from "./effect";
import type { VmReport } from "./message";
import type { Rules } from "./rules";
import type { HostState, VmState } from "./state";
import type { ProtocolTiming } from "./timing";
import { copyOfVm } from "./vm-state";

/** A step under way: a private copy of the state, and what is to be done. Records inside the state are replaced, never changed. */
export interface Draft {
  readonly state: HostState;
  readonly nowMs: number;
  readonly timing: ProtocolTiming;
  readonly rules: Rules;
  readonly effects: Effect[];
  wakeAtMs: number;
  /** The same without what a word of the partner puts off. */
  stillWakeAtMs: number;
  /** A rule changed something that another rule may wait for. */
  touched: boolean;
  /** The durable state changed: it is persisted before any effect. */
  dirty: boolean;
  /** Something changed that the partner waits for: do not wait for the next heartbeat. */
  beatNow: boolean;
  /** Something changed that the witness can answer: do not wait for the next renewal. */
  renewNow: boolean;
  /** Since the input was taken in no rule has found anything to do or to note: another look would find the same (rest.ts). */
  atRest: boolean;
  /** From then on a rule may decide otherwise, though it asked for no tick. */
  sameUntilMs: number;
  /** What our newest heartbeat said of each machine, as far as nothing of it has changed since. */
  said: readonly VmReport[] | null;
}

export function draftOf(state: HostState, nowMs: number, timing: ProtocolTiming, rules: Rules): Draft {
  const vms: Record<string, VmState> = {};
  for (const vmRef in state.vms) vms[vmRef] = copyOfVm(state.vms[vmRef] as VmState);
  return draftOn(copyOfHost(state, vms, { ...state.sights }), nowMs, timing, rules);
}

/** A draft for what replaces machines and sights and changes none of them. */
export const thinDraftOf = (state: HostState, nowMs: number, timing: ProtocolTiming, rules: Rules): Draft =>
  draftOn(copyOfHost(state, { ...state.vms }, state.sights), nowMs, timing, rules);

const draftOn = (state: HostState, nowMs: number, timing: ProtocolTiming, rules: Rules): Draft => ({
  state,
  nowMs,
  timing,
  rules,
  effects: [],
  wakeAtMs: Number.POSITIVE_INFINITY,
  stillWakeAtMs: Number.POSITIVE_INFINITY,
  touched: false,
  dirty: false,
  beatNow: false,
  renewNow: false,
  atRest: true,
  sameUntilMs: Number.POSITIVE_INFINITY,
  said: null,
});

/** Field by field, as `copyOfVm`. */
export const copyOfHost = (state: HostState, vms: HostState["vms"], sights: HostState["sights"]): HostState => ({
  identity: state.identity,
  incarnation: state.incarnation,
  durable: state.durable,
  vms,
  unknownInstances: state.unknownInstances,
  sequence: state.sequence,
  lastHeartbeatAtMs: state.lastHeartbeatAtMs,
  heard: state.heard,
  heardOnPathAtMs: state.heardOnPathAtMs,
  partnerSilentSinceMs: state.partnerSilentSinceMs,
  partnerSuspected: state.partnerSuspected,
  partnerDead: state.partnerDead,
  partnerFenced: state.partnerFenced,
  clockSteadyFromMs: state.clockSteadyFromMs,
  witness: state.witness,
  sights,
  offer: state.offer,
  leftAtMs: state.leftAtMs,
  termAskedAtMs: state.termAskedAtMs,
  // Worlds were written down before in which no host could be replaced.
  admittingMember: state.admittingMember ?? null,
  maintenanceToldFrom: state.maintenanceToldFrom,
  witnessRootRef: state.witnessRootRef,
  partnerRootRef: state.partnerRootRef,
});

export const self = (draft: Draft): Side => draft.state.identity.side;
export const partner = (draft: Draft): Side => otherSide(draft.state.identity.side);

export function durableOf(draft: Draft, vm: VmState): DurableVm {
  const durable = draft.state.durable.vms[vm.vmRef];
  if (durable === undefined) throw new Error(`no durable record of ${vm.vmRef}`);
  return durable;
}

export function amend(draft: Draft, vm: VmState, change: Partial<DurableVm>): void {
  const { vms } = draft.state.durable;
  amendHost(draft, { vms: { ...vms, [vm.vmRef]: { ...durableOf(draft, vm), ...change } } });
}

export function amendHost(draft: Draft, change: Partial<Durable>): void {
  draft.state.durable = { ...draft.state.durable, ...change };
  draft.dirty = true;
  draft.touched = true;
  draft.atRest = false;
}

export function emit(draft: Draft, effect: Effect): void {
  draft.effects.push(effect);
  draft.touched = true;
  draft.atRest = false;
}

/** To be said by a rule that changes something without an effect and without making it durable, or that can't tell what it will find next time. */
export function stir(draft: Draft): void {
  draft.atRest = false;
}

/** Ask to be stepped at that time. What lies in the past needs no waking: its rule has been looked at already. */
export function wakeAt(draft: Draft, atMs: number): void {
  wakeUnlessHeardAt(draft, atMs);
  if (atMs > draft.nowMs && atMs < draft.stillWakeAtMs) draft.stillWakeAtMs = atMs;
}

/** The same where that time moves with each word of the partner. To be said by what `hearSameWords` looks at again. */
export function wakeUnlessHeardAt(draft: Draft, atMs: number): void {
  if (atMs > draft.nowMs && atMs < draft.wakeAtMs) draft.wakeAtMs = atMs;
}

/** To be said by a rule that looks at the clock without asking for a tick, where it may act once that time has come. */
export function sameUntil(draft: Draft, atMs: number): void {
  if (atMs > draft.nowMs && atMs < draft.sameUntilMs) draft.sameUntilMs = atMs;
}
