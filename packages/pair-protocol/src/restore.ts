import { type Durable, EMPTY_DURABLE } from "./durable";
import { isInSync } from "./register";
import type { HostIdentity, HostState, VmState } from "./state";
import { freshVm } from "./vm-state";

export interface RestoreOptions {
  readonly identity: HostIdentity;
  readonly nowMs: number;
  /** Greater than any before, also after a loss of the durable state (wall-clock milliseconds will do). */
  readonly incarnation: number;
  /** This host had been fenced and a person lets it back in: its legs of machines that it did not own are outdated. */
  readonly readmitted?: boolean;
}

/**
 * A start of a host, or of its agent alone. Then the driver reports what it finds, and steps.
 * @param durable what the last `persist` carried; null when it is lost: then no leg here counts as usable
 */
export function restore(durable: Durable | null, options: RestoreOptions): HostState {
  const { identity, nowMs, incarnation } = options;
  const remembered =
    options.readmitted === true && durable !== null ? outdate(durable, identity) : (durable ?? EMPTY_DURABLE);
  const vms: Record<string, VmState> = {};
  for (const vmRef in remembered.vms) {
    // What was promised in the life before is not known any more, so the longest possible promise is kept.
    const vm = freshVm(vmRef, nowMs, nowMs);
    vm.startWhy = "restart";
    const record = remembered.vms[vmRef];
    if (record && record.register.inSync.length === 2)
      vm.mirrored = { fromEpoch: record.register.epoch, toEpoch: record.register.epoch };
    vms[vmRef] = vm;
  }
  return {
    identity,
    incarnation,
    durable: remembered,
    vms,
    unknownInstances: {},
    sequence: 0,
    lastHeartbeatAtMs: null,
    heard: null,
    heardOnPathAtMs: { "link-a": null, "link-b": null, management: null },
    partnerSilentSinceMs: nowMs,
    partnerSuspected: false,
    partnerDead: false,
    partnerFenced: false,
    witness: {
      lastReplyAtMs: null,
      silentSinceMs: nowMs,
      lost: false,
      foreign: false,
      partnerSeenMsAgo: null,
      asked: [],
      nextRenewAtMs: nowMs,
    },
    witnessRootRef: null,
    partnerRootRef: null,
  };
}

/** The fenced side's part of the bargain: the other one may have gone on alone without any witness. */
function outdate(durable: Durable, identity: HostIdentity): Durable {
  const vms: Record<string, Durable["vms"][string]> = {};
  for (const vmRef in durable.vms) {
    const vm = durable.vms[vmRef];
    if (vm === undefined) continue;
    const theirs = vm.register.owner !== identity.side && isInSync(vm.register, identity.side);
    vms[vmRef] = theirs ? { ...vm, yieldedEpoch: vm.register.epoch } : vm;
  }
  return { ...durable, vms };
}
