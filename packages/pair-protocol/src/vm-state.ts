import type { DurableVm, VmIntent } from "./durable";
import type { Register } from "./register";
import type { VmState } from "./state";

const NEVER = Number.NEGATIVE_INFINITY;

/** What is known of a machine when nothing has been reported yet. */
export const freshVm = (vmRef: string, nowMs: number, promisedByUsAtMs: number): VmState => ({
  vmRef,
  instance: "unknown",
  lockstep: "off",
  held: false,
  mirror: "off",
  mirrorLostAtMs: nowMs,
  mirrorCommitted: false,
  detachedAtMs: null,
  legFault: null,
  resync: null,
  resyncSinceMs: null,
  mirrored: null,
  bitmap: null,
  copiesInVain: 0,
  resyncLegId: null,
  copy: null,
  replica: "off",
  standby: "none",
  standbyEpoch: null,
  leaseUntilMs: NEVER,
  promisedToUsUntilMs: NEVER,
  promisedByUsAtMs,
  guardUntilMs: null,
  previousOwnerUntilMs: null,
  ownerClaimedAtMs: nowMs,
  partner: null,
  askedAtMs: null,
  retryAtMs: nowMs,
  wantsStartSinceMs: null,
  startWhy: "start",
  switching: null,
  stopAsked: false,
  deleting: false,
  crashTimesMs: [],
  crashedTooOften: false,
  awaitingQuorum: false,
  migrateInAsked: false,
});

/**
 * A copy for a step to change. Field by field: a spread of objects that have been changed since they were copied costs
 * about fifteen times as much, and this is the most frequent thing that a host does.
 */
export const copyOfVm = (vm: VmState): VmState => ({
  vmRef: vm.vmRef,
  instance: vm.instance,
  lockstep: vm.lockstep,
  held: vm.held,
  mirror: vm.mirror,
  mirrorLostAtMs: vm.mirrorLostAtMs,
  mirrorCommitted: vm.mirrorCommitted,
  detachedAtMs: vm.detachedAtMs,
  legFault: vm.legFault,
  resync: vm.resync,
  resyncSinceMs: vm.resyncSinceMs,
  mirrored: vm.mirrored,
  bitmap: vm.bitmap,
  copiesInVain: vm.copiesInVain,
  resyncLegId: vm.resyncLegId,
  copy: vm.copy,
  replica: vm.replica,
  standby: vm.standby,
  standbyEpoch: vm.standbyEpoch,
  leaseUntilMs: vm.leaseUntilMs,
  promisedToUsUntilMs: vm.promisedToUsUntilMs,
  promisedByUsAtMs: vm.promisedByUsAtMs,
  guardUntilMs: vm.guardUntilMs,
  previousOwnerUntilMs: vm.previousOwnerUntilMs,
  ownerClaimedAtMs: vm.ownerClaimedAtMs,
  partner: vm.partner,
  askedAtMs: vm.askedAtMs,
  retryAtMs: vm.retryAtMs,
  wantsStartSinceMs: vm.wantsStartSinceMs,
  startWhy: vm.startWhy,
  switching: vm.switching,
  stopAsked: vm.stopAsked,
  deleting: vm.deleting,
  crashTimesMs: vm.crashTimesMs,
  crashedTooOften: vm.crashedTooOften,
  awaitingQuorum: vm.awaitingQuorum,
  migrateInAsked: vm.migrateInAsked,
});

/** The legs that a machine is made with. Every later one gets a name of its own. */
const FIRST_LEG = "first";

export const freshDurableVm = (vmRef: string, intent: VmIntent, register: Register): DurableVm => ({
  vmRef,
  intent,
  register,
  pending: null,
  yieldedEpoch: null,
  designatedEpoch: null,
  alone: false,
  fencePassed: false,
  legId: FIRST_LEG,
  partnerLegId: FIRST_LEG,
  forgotten: false,
  legInSyncEpoch: null,
  legInconsistentSince: null,
  legFailed: false,
  clean: false,
  splitBrain: false,
  rootRef: null,
});
