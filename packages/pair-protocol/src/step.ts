import { finishDelete, takeCommand } from "./command";
import { designate, endDesignation } from "./designation";
import { type Draft, draftOf } from "./draft";
import type { Effect } from "./effect";
import { detachLeg, leaveFailedLeg } from "./failed-leg";
import { hearPartner, sendHeartbeat } from "./heartbeat";
import type { Input } from "./input";
import { fenceOurselves, hearWitness, renewLease, setWatchdog, watchWitness } from "./lease";
import { followLockstep, keepStandby } from "./lockstep";
import { standAside } from "./maintenance";
import { leaveForGood } from "./member";
import { moveSeat } from "./move-seat";
import {
  observeClock,
  observeFailure,
  observeInstance,
  observeLeg,
  observeLockstep,
  observeMirror,
  observeReplica,
  observeStandby,
} from "./observe";
import { addPartner, closeVmIncident, giveUp, resync, serveReplica } from "./rejoin";
import { noteRest, rulesWakeOf, stepAtRest } from "./rest";
import { RULES, type Rules } from "./rules";
import { shutDown } from "./shut-down";
import { watchSights } from "./sight";
import { goOnAlone, goSolo, release } from "./solo";
import { noteQuorum, startOwned } from "./start";
import type { HostState, VmState } from "./state";
import { closePairIncident, watchPartner } from "./suspicion";
import { switchActive } from "./switch-active";
import { takeOver } from "./takeover";
import type { ProtocolTiming } from "./timing";
import { sendPending, stopWhatWeLost } from "./token";
import { stopWhatWasGivenUp } from "./undecided";
import { observeMismatch } from "./verify";

export { restore } from "./restore";

export interface StepOutcome {
  readonly state: HostState;
  readonly effects: readonly Effect[];
  /** Step with a `tick` at the latest then. */
  readonly wakeAtMs: number;
}

/** The rules for one machine, in the order in which they are looked at: first what stops, then what decides, then what starts. */
const VM_RULES: readonly ((draft: Draft, vm: VmState) => void)[] = [
  leaveForGood,
  stopWhatWeLost,
  stopWhatWasGivenUp,
  shutDown,
  goOnAlone,
  fenceOurselves,
  release,
  designate,
  endDesignation,
  detachLeg,
  leaveFailedLeg,
  switchActive,
  goSolo,
  giveUp,
  takeOver,
  startOwned,
  serveReplica,
  keepStandby,
  resync,
  addPartner,
  followLockstep,
  finishDelete,
  noteQuorum,
  closeVmIncident,
];

/** A rule that still changes something after this many rounds contradicts another one. */
const MOST_ROUNDS = 12;

/** One host's answer to one thing that it learned. Pure: the given state is left as it was. */
export function step(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules = RULES): StepOutcome {
  return stepAtRest(state, input, timing, rules) ?? wholeStep(state, input, timing, rules);
}

/** The same, looking at every rule whatever the input is. */
export function wholeStep(state: HostState, input: Input, timing: ProtocolTiming, rules: Rules): StepOutcome {
  const draft = draftOf(state, input.nowMs, timing, rules);
  takeIn(draft, input);
  // What the input changed is what the rules look at; what they change themselves is another matter.
  draft.atRest = true;
  watchPartner(draft);
  watchWitness(draft);
  watchSights(draft);
  moveSeat(draft);
  standAside(draft);
  let rounds = 0;
  do {
    draft.touched = false;
    for (const vmRef in draft.state.vms) {
      for (const rule of VM_RULES) {
        const vm = draft.state.vms[vmRef];
        if (vm !== undefined) rule(draft, vm);
      }
    }
    if (++rounds > MOST_ROUNDS) throw new Error(`the rules do not come to rest after ${input.kind}`);
  } while (draft.touched);
  closePairIncident(draft);
  setWatchdog(draft);
  sendPending(draft);
  renewLease(draft);
  const rulesWake = rulesWakeOf(draft);
  sendHeartbeat(draft);
  if (draft.dirty) draft.effects.unshift({ kind: "persist", durable: draft.state.durable });
  noteRest(draft, rulesWake);
  return { state: draft.state, effects: draft.effects, wakeAtMs: draft.wakeAtMs };
}

function takeIn(draft: Draft, input: Input): void {
  switch (input.kind) {
    case "tick":
      return;
    case "received":
      hearPartner(draft, input.path, input.message);
      return;
    case "witness-replied":
      hearWitness(draft, input.witnessRef, input.reply);
      return;
    case "instance":
      observeInstance(draft, input);
      return;
    case "mirror":
      observeMirror(draft, input);
      return;
    case "replica":
      observeReplica(draft, input);
      return;
    case "lockstep":
      observeLockstep(draft, input);
      return;
    case "standby":
      observeStandby(draft, input);
      return;
    case "leg":
      observeLeg(draft, input);
      return;
    case "copies-differ":
      observeMismatch(draft, input);
      return;
    case "partner-fenced":
      draft.state.partnerFenced = true;
      return;
    case "clock":
      observeClock(draft, input);
      return;
    case "command":
      takeCommand(draft, input);
      return;
    case "effect-failed":
      observeFailure(draft, input);
      return;
  }
}
