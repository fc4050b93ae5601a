import { isSameHeed } from "@v-available/domain/no-heed";
import { type Answer, notNow, notOurs, order } from "./answer";
import { amend, amendHost, type Draft, durableOf, emit, self, wakeAt } from "./draft";
import type { VmIntent } from "./durable";
import type { HostCommand, Input } from "./input";
import { hereOf, nameOf, recordVm, thereOf } from "./journal";
import { enterMaintenance, leaveMaintenance, whileAway } from "./maintenance";
import { admitPartner } from "./member";
import { alone } from "./register";
import { askSeat } from "./seat";
import type { VmState } from "./state";
import { askSwitch } from "./switch-active";
import { ask, forgetMachine } from "./token";
import { sayDirection, untilDecided } from "./undecided";
import { freshDurableVm, freshVm } from "./vm-state";
import type { WitnessReply } from "./witness";

export function takeCommand(draft: Draft, fact: Extract<Input, { kind: "command" }>): void {
  const answer = obey(draft, fact.command);
  draft.touched = true;
  if (answer === null) emit(draft, { kind: "accept-command", commandId: fact.commandId });
  else emit(draft, { kind: "refuse-command", commandId: fact.commandId, refusal: answer });
}

function obey(draft: Draft, command: HostCommand): Answer {
  if (command.kind === "enter-maintenance") return enterMaintenance(draft);
  if (command.kind === "leave-maintenance") return leaveMaintenance(draft);
  if (command.kind === "admit-partner") return admitPartner(draft, command.member);
  if (command.kind === "create") return create(draft, command);
  const vm = draft.state.vms[command.vmRef];
  if (vm === undefined) {
    return { code: "not-found", message: `${hereOf(draft)} knows no machine ${command.vmRef}.` };
  }
  if (vm.deleting) return { code: "illegal-transition", message: `${nameOf(draft, vm)} is being deleted.` };
  switch (command.kind) {
    case "start":
      return power(draft, vm, "on");
    case "stop":
      return power(draft, vm, "off");
    case "protect":
      return protect(draft, vm, command);
    case "define":
      return define(draft, vm, command);
    case "heed":
      return heed(draft, vm, command);
    case "switch-active":
      return command.to === self(draft) && durableOf(draft, vm).register.owner === self(draft)
        ? { code: "illegal-transition", message: `${nameOf(draft, vm)} is active on ${hereOf(draft)} already.` }
        : askSwitch(draft, vm, command.because);
    case "delete":
      return remove(draft, vm);
    case "override":
      return override(draft, vm, command);
    case "discard-leg":
      return discard(draft, vm, command);
  }
}

function create(draft: Draft, command: Extract<HostCommand, { kind: "create" }>): Answer {
  const { state, nowMs } = draft;
  const { vmRef, name, spec, declared, desiredPower } = command;
  const away = whileAway(draft);
  if (away !== null) return away;
  const taken = Object.values(state.durable.vms).some((vm) => vm.vmRef === vmRef || vm.intent.name === name);
  if (taken || state.durable.tombstones[vmRef] !== undefined) {
    return {
      code: "conflict",
      message: `A machine ${name} exists on this pair already.`,
      remedy: "Choose another name.",
    };
  }
  const intent: VmIntent = { version: 1, name, spec, declared, desiredPower };
  const durable = freshDurableVm(vmRef, intent, { epoch: 0, owner: self(draft), inSync: alone(self(draft)) });
  const vm = freshVm(vmRef, nowMs, Number.NEGATIVE_INFINITY);
  vm.instance = "stopped";
  state.vms[vmRef] = vm;
  amendHost(draft, { vms: { ...state.durable.vms, [vmRef]: { ...durable, fencePassed: true } } });
  ask(draft, vm, "create", { owner: self(draft), inSync: alone(self(draft)) });
  recordVm(draft, vm, order(`${name} was created on ${hereOf(draft)}.`));
  return null;
}

function power(draft: Draft, vm: VmState, desiredPower: "on" | "off"): Answer {
  // With the owner gone, the standby may be told to start it: that is a takeover, under its rules.
  const ownerGone = draft.state.partnerDead && desiredPower === "on";
  if (durableOf(draft, vm).register.owner !== self(draft) && !ownerGone) return notOurs(draft, vm);
  const away = desiredPower === "on" ? whileAway(draft) : null;
  if (away !== null) return away;
  vm.crashedTooOften = false;
  vm.crashTimesMs = [];
  if (durableOf(draft, vm).intent.desiredPower !== desiredPower) intend(draft, vm, { desiredPower });
  if (desiredPower === "on") {
    if (vm.instance === "stopped") {
      vm.startWhy = vm.startWhy === "takeover" ? "takeover" : "start";
      // A person who starts it does not want to wait for its turn.
      vm.turn = "out-of-order";
    }
    recordVm(draft, vm, order(`${nameOf(draft, vm)} was told to start.`));
    return null;
  }
  // A guest that did not heed the last one is asked again.
  vm.stopAsked = false;
  vm.turn = null;
  recordVm(draft, vm, order(`${nameOf(draft, vm)} was told to stop.`));
  return null;
}

function protect(draft: Draft, vm: VmState, { declared, because }: Extract<HostCommand, { kind: "protect" }>): Answer {
  if (durableOf(draft, vm).register.owner !== self(draft)) return notOurs(draft, vm);
  // What was declared before is given back in any case.
  const open = because ? null : untilDecided(draft, vm);
  if (open !== null) return open;
  intend(draft, vm, { declared });
  const changed = because
    ? ({
        phase: null,
        rule: "operator-command",
        sentence: `The protection of ${nameOf(draft, vm)} is as it was before: ${because.words}.`,
      } as const)
    : order(`The protection of ${nameOf(draft, vm)} was changed.`);
  recordVm(draft, vm, changed);
  return null;
}

/** A change of how, not of what: it stops and starts nothing, and is on no record but the one of the policy. */
function heed(draft: Draft, vm: VmState, { heed }: Extract<HostCommand, { kind: "heed" }>): Answer {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft)) return notOurs(draft, vm);
  if (!isSameHeed(intent.heed, heed)) intend(draft, vm, { heed });
  return null;
}

/** Only while it is off: what one host starts must be what the other would start. */
function define(draft: Draft, vm: VmState, { name, spec }: Extract<HostCommand, { kind: "define" }>): Answer {
  const { register, intent } = durableOf(draft, vm);
  if (register.owner !== self(draft)) return notOurs(draft, vm);
  if (intent.desiredPower === "on" || vm.instance !== "stopped")
    return notNow(`${nameOf(draft, vm)} is not off.`, "Stop it first.");
  const others = Object.values(draft.state.durable.vms).filter(({ vmRef }) => vmRef !== vm.vmRef);
  if (others.some((other) => other.intent.name === name))
    return {
      code: "conflict",
      message: `A machine ${name} exists on this pair already.`,
      remedy: "Choose another name.",
    };
  recordVm(
    draft,
    vm,
    order(`${nameOf(draft, vm)} was given another definition${name === intent.name ? "" : ` and the name ${name}`}.`),
  );
  intend(draft, vm, { name, spec });
  return null;
}

function remove(draft: Draft, vm: VmState): Answer {
  const { register, pending } = durableOf(draft, vm);
  if (register.owner !== self(draft)) return notOurs(draft, vm);
  if (pending !== null) {
    return notNow(`${nameOf(draft, vm)} is in a change already.`, "Wait until it has ended.");
  }
  vm.deleting = true;
  vm.askedAtMs = null;
  recordVm(draft, vm, order(`${nameOf(draft, vm)} was told to be deleted.`));
  if (vm.instance === "running" || vm.instance === "paused" || vm.instance === "starting") {
    vm.instance = "stopping";
    emit(draft, { kind: "kill-vm", vmRef: vm.vmRef, why: "deleted" });
  }
  return null;
}

/** A deleted machine leaves the witness first, so that no copy of it can be started any more. */
export function finishDelete(draft: Draft, vm: VmState): void {
  const { register, pending } = durableOf(draft, vm);
  if (!vm.deleting || vm.instance !== "stopped" || pending !== null) return;
  const againAtMs = vm.askedAtMs === null ? draft.nowMs : vm.askedAtMs + draft.timing.witnessTimeoutMs;
  if (draft.nowMs < againAtMs) {
    wakeAt(draft, againAtMs);
    return;
  }
  if (askSeat(draft, { kind: "remove", vmRef: vm.vmRef, expectEpoch: register.epoch }) === null) return;
  vm.askedAtMs = draft.nowMs;
  wakeAt(draft, draft.nowMs + draft.timing.witnessTimeoutMs);
}

export function hearRemoved(draft: Draft, reply: Extract<WitnessReply, { kind: "removed" }>): void {
  const vm = draft.state.vms[reply.vmRef];
  if (vm === undefined || !vm.deleting || vm.instance !== "stopped") return;
  if (!reply.removed) {
    vm.deleting = false;
    return;
  }
  const { tombstones } = draft.state.durable;
  amendHost(draft, { tombstones: { ...tombstones, [vm.vmRef]: durableOf(draft, vm).register.epoch } });
  draft.beatNow = true;
  forgetMachine(draft, vm.vmRef);
}

function override(draft: Draft, vm: VmState, command: Extract<HostCommand, { kind: "override" }>): Answer {
  const { state } = draft;
  const { splitBrain, legFailed } = durableOf(draft, vm);
  const no = (message: string, remedy: string): Answer => ({ code: "blocked", message, remedy });
  const away = whileAway(draft);
  if (away !== null) return away;
  if (vm.instance !== "stopped" && !(vm.instance === "running" && vm.held))
    return no(`${nameOf(draft, vm)} is not stopped or frozen here.`, "An override is for a machine that can't go on.");
  if (!state.partnerDead)
    return no(
      `${thereOf(draft)} was heard less than ${draft.timing.haDeadMs / 1000} s ago.`,
      `Start it from ${thereOf(draft)}.`,
    );
  if (!state.witness.lost && !state.partnerFenced && durableOf(draft, vm).register.owner !== self(draft))
    return no(
      `The witness answers, and says that ${thereOf(draft)} has ${nameOf(draft, vm)}.`,
      `Have ${thereOf(draft)} confirmed off first.`,
    );
  if (splitBrain) return no(`${nameOf(draft, vm)} has two histories.`, "Discard one of them.");
  if (legFailed) return no(`The disk of ${nameOf(draft, vm)} on ${hereOf(draft)} has failed.`, "Replace it.");
  if (command.loss.trim() === "" || command.signedBy.trim() === "") {
    return { code: "invalid", message: "An override names who signs it and what may be lost." };
  }
  amend(draft, vm, {
    alone: true,
    fencePassed: true,
    yieldedEpoch: null,
    legInconsistentSince: null,
    forgotten: false,
    undecided: false,
    rightLegId: null,
    pending: null,
  });
  vm.askedAtMs = null;
  if (durableOf(draft, vm).intent.desiredPower === "off") intend(draft, vm, { desiredPower: "on" });
  vm.startWhy = "override";
  vm.crashedTooOften = false;
  recordVm(draft, vm, {
    phase: "decided",
    rule: "override",
    severity: "critical",
    actor: "operator",
    sentence:
      `${command.signedBy} ordered ${nameOf(draft, vm)} to start on ${hereOf(draft)} without the quorum, accepting: ${command.loss}`.replace(
        /\.?$/,
        ".",
      ),
  });
  return null;
}

function discard(draft: Draft, vm: VmState, command: Extract<HostCommand, { kind: "discard-leg" }>): Answer {
  const { splitBrain, register } = durableOf(draft, vm);
  const direction = splitBrain ? null : sayDirection(draft, vm, command);
  if (direction !== null) return direction.answer;
  if (!splitBrain) return { code: "illegal-transition", message: `${nameOf(draft, vm)} has one history only.` };
  if (vm.instance !== "stopped")
    return { code: "illegal-transition", message: `${nameOf(draft, vm)} is not stopped here.` };
  if (command.loss.trim() === "" || command.signedBy.trim() === "")
    return { code: "invalid", message: "Giving up a history names who signs it and what is lost." };
  // Only beside one that is there: given up on both sides, nothing would be left.
  if (draft.state.partnerSuspected || vm.partner?.splitBrain !== true || !vm.partner.legUsable)
    return notNow(
      `${thereOf(draft)} does not say that it keeps the other history of ${nameOf(draft, vm)}.`,
      "Choose when both hosts hear each other.",
    );
  draft.beatNow = true;
  amend(draft, vm, { splitBrain: false, alone: false, legInSyncEpoch: null, legInconsistentSince: register.epoch });
  recordVm(draft, vm, {
    phase: "decided",
    rule: "split-brain",
    actor: "operator",
    sentence:
      `${command.signedBy} gave up the history of ${nameOf(draft, vm)} on ${hereOf(draft)}, accepting: ${command.loss}`.replace(
        /\.?$/,
        ".",
      ),
  });
  return null;
}

function intend(draft: Draft, vm: VmState, change: Partial<VmIntent>): void {
  const { intent } = durableOf(draft, vm);
  amend(draft, vm, { intent: { ...intent, ...change, version: intent.version + 1 } });
  draft.beatNow = true;
}
