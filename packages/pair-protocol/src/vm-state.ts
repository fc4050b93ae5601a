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
