import { otherSide } from "@v-available/domain/state";
import { type DurableVm, isLegUsable } from "./durable";
import { isInSync } from "./register";
import type { HostState, VmState } from "./state";
import type { ProtocolTiming } from "./timing";

/**
 * A host is quiet where it has what was declared and nothing is under way, waited for or remembered against anything.
 * Two quiet hosts that nothing befalls only go on to say so, to each other and to the witness, for ever: who knows that
 * nothing does may let their time stand still. Far stricter than a host at rest (rest.ts), and told by the state alone.
 *
 * @param nowMs on the host's own clock
 */
export function isQuiet(state: HostState, nowMs: number, timing: ProtocolTiming): boolean {
  const { durable, witness, identity, heard } = state;
  const hearsPartner =
    heard !== null &&
    !state.partnerSuspected &&
    !state.partnerDead &&
    state.partnerRootRef === null &&
    !state.partnerFenced;
  const seesWitness =
    witness.lastReplyAtMs !== null && !witness.lost && !witness.foreign && state.witnessRootRef === null;
  if (!hearsPartner || !seesWitness || heard.heartbeat.witnessLostMs > 0) return false;
  if (!keepsSeat(state)) return false;
  if (durable.maintenance !== null || heard.heartbeat.maintenance !== null) return false;
  if (hasAny(durable.tombstones) || hasAny(heard.heartbeat.deleted)) return false;
  if (Object.values(state.unknownInstances).some((instance) => instance !== "stopped")) return false;
  for (const vmRef in durable.vms) {
    const [record, vm] = [durable.vms[vmRef], state.vms[vmRef]];
    if (record === undefined || vm === undefined) return false;
    if (!isSettled(record, vm) || !isIdle(record, vm, nowMs, timing)) return false;
    const asDeclared = record.register.owner === identity.side ? isOwnedAsDeclared : isKeptAsDeclared;
    if (!asDeclared(state, record, vm)) return false;
  }
  return true;
}

const hasAny = (things: object): boolean => Object.keys(things).length > 0;

/** The registers are where they are preferred, every witness answers, and nobody means to move. */
function keepsSeat({ durable, identity, sights, offer, heard }: HostState): boolean {
  const [preferred] = identity.witnesses;
  if (durable.move !== null || offer !== null || heard?.heartbeat.seat.move != null) return false;
  if (preferred === undefined || (durable.seat?.witnessRef !== undefined && durable.seat.witnessRef !== preferred.ref))
    return false;
  return Object.values(sights).every(({ seenSinceMs, lost }) => seenSinceMs !== null && !lost);
}

/** Both hosts know the same of it, and nothing that was decided has yet to come true. */
function isSettled({ register, intent, ...durable }: DurableVm, { partner }: VmState): boolean {
  if (partner === null || partner.register.epoch !== register.epoch || partner.intent.version !== intent.version)
    return false;
  if (durable.pending !== null || durable.alone || durable.splitBrain || durable.rootRef !== null) return false;
  // A person is asked for, whatever else is as declared.
  if (durable.undecided || durable.rightLegId || partner.undecided) return false;
  return register.epoch > 0 && durable.designatedEpoch !== register.epoch && durable.yieldedEpoch !== register.epoch;
}

/** No attempt of it waits, and no crash is remembered that the next one would be counted with. */
const isIdle = ({ intent }: DurableVm, vm: VmState, nowMs: number, timing: ProtocolTiming): boolean =>
  vm.switching === null &&
  !vm.deleting &&
  !vm.held &&
  vm.wantsStartSinceMs === null &&
  !vm.awaitingQuorum &&
  !vm.migrateInAsked &&
  !vm.crashedTooOften &&
  vm.retryAtMs <= nowMs &&
  vm.crashTimesMs.every((atMs) => atMs <= nowMs - (intent.heed?.mtbf?.thresholdMs.vm ?? timing.guestRestartWindowMs));

function isOwnedAsDeclared({ identity }: HostState, durable: DurableVm, vm: VmState): boolean {
  const { register, intent } = durable;
  if (intent.desiredPower === "off") return vm.instance === "stopped";
  if (vm.instance !== "running" || !isLegUsable(durable) || vm.detachedAtMs !== null) return false;
  if (vm.lockstep !== (intent.declared.compute === "lockstep" ? "synchronized" : "off")) return false;
  const mirrored = isInSync(register, otherSide(identity.side));
  if (intent.declared.mirror === "none") return !mirrored && vm.mirror === "off";
  return mirrored && vm.mirror === "established" && vm.mirrorCommitted;
}

function isKeptAsDeclared({ identity }: HostState, durable: DurableVm, vm: VmState): boolean {
  const { register, intent } = durable;
  if (vm.instance !== "stopped") return false;
  if (intent.desiredPower === "off")
    return vm.standby === "none" && vm.replica !== "opening" && vm.replica !== "closing";
  if (!isInSync(register, identity.side)) return vm.replica === "off" && vm.standby === "none";
  if (!isLegUsable(durable) || vm.replica !== "serving") return false;
  if (intent.declared.compute !== "lockstep") return vm.standby === "none";
  return vm.standby === "synchronized" && vm.standbyEpoch === register.epoch;
}
