import { hearRemoved } from "./command";
import { type Draft, durableOf, emit, partner, self, wakeAt, wakeUnlessHeardAt } from "./draft";
import type { WatchdogDeadline } from "./effect";
import { hereOf, nameOf, newRoot, openIncident, recordHost, recordVm, seconds, thereOf } from "./journal";
import { askAdmission, believeMember, hearAdmission, retire } from "./member";
import { hearSeated } from "./move-seat";
import { askSeat, seatOf } from "./seat";
import { seeWitness } from "./sight";
import type { VmState } from "./state";
import { witnessLostAfterMs } from "./timing";
import { adoptView, believe, takeJudgement } from "./token";
import type { WitnessReply } from "./witness";

/** Renews the lease in time, and at once where the witness can tell or must hear something new. */
export function renewLease(draft: Draft): void {
  const { state, nowMs, timing } = draft;
  if (!draft.rules.mayAskSeat(draft)) return;
  if (nowMs < state.witness.nextRenewAtMs && !draft.renewNow) {
    wakeAt(draft, state.witness.nextRenewAtMs);
    return;
  }
  const asked = state.witness.asked.filter((request) => request.atMs > nowMs - timing.leaseMs);
  const nextRenewAtMs = nowMs + timing.witnessTimeoutMs;
  const fenced = Object.values(state.vms).flatMap((vm) => {
    const { register } = durableOf(draft, vm);
    return register.owner === partner(draft) && vm.instance === "stopped"
      ? [{ vmRef: vm.vmRef, epoch: register.epoch }]
      : [];
  });
  const requestId = askSeat(draft, { kind: "renew", fenced });
  if (requestId === null) return;
  askAdmission(draft);
  state.witness = { ...state.witness, asked: [...asked, { requestId, atMs: nowMs }], nextRenewAtMs };
  wakeAt(draft, nextRenewAtMs);
}

export function hearWitness(draft: Draft, from: string, reply: WitnessReply): void {
  const { state } = draft;
  if (reply.pairRef !== state.identity.pairRef) return;
  seeWitness(draft, from);
  if (reply.kind === "looked" || reply.kind === "not-admitted") return;
  if (reply.kind === "retired") {
    retire(draft);
    return;
  }
  if (reply.kind === "seated") {
    hearSeated(draft, from, reply);
    return;
  }
  const seat = seatOf(draft);
  // What is late of another seat, or of one that this host has left, says nothing any more.
  if (from !== seat.witnessRef || reply.term !== seat.term || !draft.rules.mayAskSeat(draft) || !believe(draft, reply))
    return;
  if (reply.kind === "admitted") hearAdmission(draft, reply.admitted);
  else if (reply.kind !== "other-term") hearSeatedWitness(draft, reply);
}

type RegisterReply = Extract<WitnessReply, { kind: "renewed" | "judged" | "removed" }>;

function hearSeatedWitness(draft: Draft, reply: RegisterReply): void {
  const { state, nowMs, timing } = draft;
  if (state.witness.lost) {
    recordHost(draft, { kind: "witness", ref: seatOf(draft).witnessRef }, state.witnessRootRef, {
      phase: "restored",
      rule: "witness-back",
      faultKind: "witness-lost",
      clears: true,
      sentence: `The witness answers ${hereOf(draft)} again after ${seconds(nowMs - state.witness.silentSinceMs)}.`,
    });
    state.witnessRootRef = null;
  }
  state.witness = { ...state.witness, lastReplyAtMs: nowMs, silentSinceMs: nowMs, lost: false };
  switch (reply.kind) {
    case "renewed": {
      const { asked } = state.witness;
      const request = asked.find((candidate) => candidate.requestId === reply.requestId);
      // Counted from the sending. An answer to a request of an earlier life grants nothing.
      const untilMs = request === undefined ? null : request.atMs + Math.min(reply.leaseMs, timing.leaseMs);
      for (const view of reply.registers) {
        const vm = adoptView(draft, view);
        if (vm !== null && untilMs !== null && view.register.owner === self(draft)) {
          vm.leaseUntilMs = Math.max(vm.leaseUntilMs, untilMs);
        }
      }
      if (request !== undefined) {
        state.witness = {
          ...state.witness,
          asked: asked.filter((candidate) => candidate.atMs > request.atMs),
          nextRenewAtMs: Math.max(nowMs + 1, request.atMs + timing.leaseRenewMs),
        };
      }
      state.witness = { ...state.witness, partnerSeenMsAgo: reply.partnerSeenMsAgo };
      believeMember(draft, reply.partnerMember ?? 0);
      draft.touched = true;
      return;
    }
    case "judged":
      for (const result of reply.results) takeJudgement(draft, result);
      return;
    case "removed":
      hearRemoved(draft, reply);
      return;
  }
}

/** witness-lost: nothing moves because of it. The machines are at risk, and that is said. */
export function watchWitness(draft: Draft): void {
  const { state, nowMs, timing } = draft;
  if (state.witness.lost) return;
  const lostAtMs = state.witness.silentSinceMs + witnessLostAfterMs(timing);
  if (nowMs < lostAtMs) {
    wakeAt(draft, lostAtMs);
    return;
  }
  state.witness = { ...state.witness, lost: true };
  state.witnessRootRef = newRoot(draft);
  recordHost(draft, { kind: "witness", ref: seatOf(draft).witnessRef }, state.witnessRootRef, {
    phase: "detected",
    rule: "witness-lost",
    faultKind: "witness-lost",
    severity: "major",
    sentence: `The witness has not answered ${hereOf(draft)} for ${seconds(nowMs - state.witness.silentSinceMs)}.`,
  });
}

/** self-fence: neither lease nor promise covers our instance any more. The watchdog does the same if we can't. */
export function fenceOurselves(draft: Draft, vm: VmState): void {
  if (vm.instance !== "running" && vm.instance !== "starting" && vm.instance !== "paused") return;
  const untilMs = draft.rules.mayRunUntilMs(draft, vm);
  if (draft.nowMs < untilMs) {
    wakeUnlessHeardAt(draft, untilMs);
    return;
  }
  vm.instance = "stopping";
  openIncident(draft, vm);
  recordVm(draft, vm, {
    phase: "acted",
    rule: "self-fence",
    severity: "critical",
    sentence: `${nameOf(draft, vm)} was stopped on ${hereOf(draft)}: neither the witness nor ${thereOf(draft)} vouched for it in time.`,
  });
  emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "lease-over" });
}

/** Tells the watchdog outside the agent what we may do at most. First among the effects: it guards all the others. */
export function setWatchdog(draft: Draft): void {
  const arm: WatchdogDeadline[] = [];
  const disarm: string[] = [];
  for (const vm of Object.values(draft.state.vms)) {
    if (vm.instance === "unknown" || vm.instance === "stopping") continue;
    const untilMs = vm.instance === "stopped" ? null : draft.rules.guardUntilMs(draft, vm);
    if (untilMs === vm.guardUntilMs) continue;
    if (untilMs === null) disarm.push(vm.vmRef);
    else arm.push({ vmRef: vm.vmRef, untilMs });
    vm.guardUntilMs = untilMs;
  }
  const guards = draft.effects;
  if (disarm.length > 0) guards.unshift({ kind: "disarm-watchdog", vmRefs: disarm });
  if (arm.length > 0) guards.unshift({ kind: "arm-watchdog", deadlines: arm });
}
