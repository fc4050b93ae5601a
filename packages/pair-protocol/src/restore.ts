import { otherSide, type Side } from "@v-available/domain/state";
import { type Durable, type DurableVm, EMPTY_DURABLE } from "./durable";
import { isSolo } from "./register";
import { freshSeatWatch, freshSight } from "./sight";
import type { HostIdentity, HostState, VmState } from "./state";
import { freshVm } from "./vm-state";

export interface RestoreOptions {
  readonly identity: HostIdentity;
  readonly nowMs: number;
  /** Greater than any before, also after a loss of the durable state (wall-clock milliseconds will do). */
  readonly incarnation: number;
  /**
   * This host had been fenced and a person lets it back in. The other side may have gone on alone, so what both had is not
   * started from here until a newer epoch says so.
   */
  readonly readmitted?: boolean;
}

/**
 * A start of a host, or of its agent alone. Then the driver reports what it finds, and steps.
 * @param durable what the last `persist` carried; null when it is lost: then no leg here counts as usable
 */
export function restore(durable: Durable | null, options: RestoreOptions): HostState {
  const { identity, nowMs, incarnation } = options;
  const remembered =
    options.readmitted === true && durable !== null
      ? outdate(durable, options)
      : { ...EMPTY_DURABLE, ...(durable ?? EMPTY_DURABLE) };
  const { witnesses } = identity;
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
    clockSteadyFromMs: Number.NEGATIVE_INFINITY,
    witness: freshSeatWatch(nowMs),
    sights: witnesses.length < 2 ? {} : Object.fromEntries(witnesses.map(({ ref }) => [ref, freshSight(nowMs)])),
    offer: null,
    leftAtMs: nowMs,
    termAskedAtMs: null,
    admittingMember: null,
    maintenanceToldFrom: 0,
    witnessRootRef: null,
    partnerRootRef: null,
  };
}

/**
 * The fenced side's part of the bargain: the other one may have gone on alone without any witness, in an epoch that was
 * never heard of here. So our leg counts only once the owner has brought it in sync again, and nothing of ours is asked for
 * any more. Spared is what nobody else can have: held alone here, or where the other side had yielded.
 */
function outdate(durable: Durable, { identity, incarnation }: RestoreOptions): Durable {
  const vms: Record<string, DurableVm> = {};
  for (const vmRef in durable.vms) {
    const vm = durable.vms[vmRef];
    if (vm === undefined) continue;
    const legId = `${identity.side}/${incarnation}/readmitted`;
    vms[vmRef] = isOursAlone(vm, identity.side)
      ? vm
      : {
          ...vm,
          // A leg that waits for a person's word counts for nothing as it is, and may be called by its name in that word.
          legId: vm.undecided ? vm.legId : legId,
          forgotten: true,
          legInSyncEpoch: null,
          clean: false,
          pending: null,
        };
  }
  return { ...durable, vms };
}

/** The other side can't have taken this machine, whatever became of this host. */
export function isOursAlone(
  { register, pending, designatedEpoch, alone, fencePassed }: DurableVm,
  side: Side,
): boolean {
  if (alone) return true;
  if (register.owner !== side || pending?.next.inSync.includes(otherSide(side))) return false;
  // Won and not started yet: the owner before us may have gone on when it heard that we are off.
  return (isSolo(register, side) && fencePassed) || designatedEpoch === register.epoch;
}
