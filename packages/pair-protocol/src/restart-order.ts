import type { Heed } from "@v-available/domain/heed";
import { NO_HEED } from "@v-available/domain/no-heed";
import { RESTART_WAIT_MS } from "@v-available/domain/timing";
import { listWords } from "@v-available/domain/wording";
import { type Draft, durableOf, self, stir, wakeAt } from "./draft";
import { hereOf, nameOf, recordVm, seconds } from "./journal";
import type { VmState } from "./state";

/**
 * After the loss of a host, or of the power of both, machines are started by priority, each after those that it needs and
 * after its delay. It waits between the token and the first instruction: what decides who may run it is not held up by
 * it, and a machine that goes on from memory never waits. Nobody is waited for longer than RESTART_WAIT_MS, and a machine
 * that nobody will start not at all.
 */
export function waitsItsTurn(draft: Draft, vm: VmState): boolean {
  if (vm.turn === "out-of-order" || (vm.startWhy !== "takeover" && vm.startWhy !== "restart") || !isOrdered(draft))
    return false;
  // A state that was written down before there were turns has none.
  const before = vm.turn ?? null;
  const untilMs = before?.untilMs ?? draft.nowMs + waitMs(draft);
  const waitsFor = before?.freeSinceMs == null && draft.nowMs < untilMs ? goFirst(draft, vm) : [];
  if (waitsFor.length > 0) {
    if (before === null) sayWaits(draft, vm, waitsFor);
    wait(draft, vm, { waitsFor, untilMs, freeSinceMs: null });
    wakeAt(draft, untilMs);
    return true;
  }
  const freeSinceMs = before?.freeSinceMs ?? draft.nowMs;
  if (before !== null && before.freeSinceMs === null && draft.nowMs >= untilMs) sayGoesOn(draft, vm, before.waitsFor);
  const startsAtMs = freeSinceMs + heedOf(draft, vm).restart.delayMs;
  wait(draft, vm, { waitsFor: [], untilMs: startsAtMs, freeSinceMs });
  if (draft.nowMs >= startsAtMs) return false;
  wakeAt(draft, startsAtMs);
  return true;
}

/** Whether anything was said of the order in which machines of this pair are restarted. */
export const isOrdered = ({ state }: Draft): boolean =>
  Object.values(state.durable.vms).some(({ intent: { heed } }) => heed !== undefined && !isAnyOrder(heed));

const isAnyOrder = ({ restart: { priority, after, delayMs } }: Heed): boolean =>
  priority === NO_HEED.restart.priority && after.length === 0 && delayMs === 0;

const waitMs = ({ timing }: Draft): number => timing.restartWaitMs ?? RESTART_WAIT_MS;

const heedOf = (draft: Draft, vm: VmState): Heed => durableOf(draft, vm).intent.heed ?? NO_HEED;

function wait(draft: Draft, vm: VmState, turn: Exclude<VmState["turn"], "out-of-order" | null>): void {
  const known = vm.turn;
  const isSame =
    known !== null &&
    known !== "out-of-order" &&
    known.untilMs === turn.untilMs &&
    known.freeSinceMs === turn.freeSinceMs &&
    known.waitsFor.join() === turn.waitsFor.join();
  if (isSame) return;
  vm.turn = turn;
  stir(draft);
}

/** Refs of the machines that this one is restarted after and that do not answer yet. */
function goFirst(draft: Draft, vm: VmState): string[] {
  const { restart } = heedOf(draft, vm);
  return Object.values(draft.state.vms)
    .filter((other) => {
      if (other === vm || !isToCome(draft, other)) return false;
      if (restart.after.includes(other.vmRef)) return true;
      const isBefore = heedOf(draft, other).restart.priority < restart.priority;
      // What one of a higher priority needs goes before it: they would wait for each other.
      return isBefore && isRestartedHere(draft, other) && !needs(draft, other, vm.vmRef);
    })
    .map(({ vmRef }) => vmRef)
    .sort();
}

/** It shall run, and does not answer yet. One that nobody will start is not waited for. */
function isToCome(draft: Draft, other: VmState): boolean {
  const { intent, register, splitBrain } = durableOf(draft, other);
  if (intent.desiredPower === "off" || other.deleting || other.crashedTooOften || splitBrain) return false;
  if (other.instance === "running") return other.booting;
  if (register.owner === self(draft)) return true;
  const isThereAlone = draft.state.partnerSuspected && !draft.rules.mayPromote(draft, other);
  return !isThereAlone && (draft.state.partnerSuspected || other.partner?.instance !== "running");
}

/** It is this host that starts it, or will be once it has the token. */
function isRestartedHere(draft: Draft, other: VmState): boolean {
  const { register, alone } = durableOf(draft, other);
  if (register.owner === self(draft) || alone) return true;
  return draft.state.partnerSuspected && draft.rules.mayPromote(draft, other);
}

/** Whether one waits for the other, itself or through what it needs. */
function needs(draft: Draft, vm: VmState, ref: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(vm.vmRef)) return false;
  seen.add(vm.vmRef);
  return heedOf(draft, vm).restart.after.some((needed) => {
    if (needed === ref) return true;
    const other = draft.state.vms[needed];
    return other !== undefined && needs(draft, other, ref, seen);
  });
}

const namesOf = (draft: Draft, refs: readonly string[]): string =>
  listWords(refs.flatMap((ref) => draft.state.durable.vms[ref]?.intent.name ?? []));

function sayWaits(draft: Draft, vm: VmState, refs: readonly string[]): void {
  recordVm(draft, vm, {
    phase: null,
    rule: "restart-order",
    sentence: `${nameOf(draft, vm)} is started on ${hereOf(draft)} after ${namesOf(draft, refs)}, and waits for that ${seconds(waitMs(draft))} at most.`,
  });
}

function sayGoesOn(draft: Draft, vm: VmState, refs: readonly string[]): void {
  recordVm(draft, vm, {
    phase: null,
    rule: "restart-order",
    severity: "warning",
    sentence: `${namesOf(draft, refs)} did not answer within ${seconds(waitMs(draft))}: ${nameOf(draft, vm)} waits no longer.`,
  });
}
