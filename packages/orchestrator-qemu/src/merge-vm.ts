import type { HostView, HostVmView } from "@v-available/domain/agent-wire";
import type { ObservedVm, Register } from "@v-available/domain/observed";
import { type InstanceState, type MirrorLegState, otherSide, SIDES, type Side } from "@v-available/domain/state";
import { type BothHeard, freshView } from "./heard";

interface Told {
  readonly side: Side;
  readonly fresh: boolean;
  readonly heardAtMs: number;
  readonly host: HostView;
  readonly vm: HostVmView;
}

/** The machines of a pair from what both hosts say of them. */
export function mergeVms(heard: BothHeard): ObservedVm[] {
  const all = SIDES.flatMap((side): Told[] => {
    const { view, heardAtMs } = heard[side];
    const fresh = freshView(heard, side) !== null;
    return (view?.vms ?? []).map((vm) => ({ side, fresh, heardAtMs: heardAtMs ?? 0, host: view as HostView, vm }));
  });
  const refs = [...new Set(all.map((told) => told.vm.ref))].sort();
  return refs.flatMap((ref) => {
    const told = all.filter((one) => one.vm.ref === ref);
    return isGone(told, heard) ? [] : [mergeVm(told, heard)];
  });
}

/** Deleted while one host was away: the other, which may own it by now, is heard and does not list it any more. */
function isGone(told: readonly Told[], heard: BothHeard): boolean {
  const [only] = told;
  if (only === undefined || told.length > 1 || only.fresh) return false;
  const other = freshView(heard, otherSide(only.side));
  return other !== null && (only.vm.register?.inSync.includes(otherSide(only.side)) ?? false);
}

const epochOf = (told: Told): number => told.vm.register?.epoch ?? 0;

/** Whose word counts: the newer epoch, then the side that can be heard, then the owner, then the last one heard. */
const byAuthority = (left: Told, right: Told): number =>
  epochOf(right) - epochOf(left) ||
  Number(right.fresh) - Number(left.fresh) ||
  Number(right.vm.register?.owner === right.side) - Number(left.vm.register?.owner === left.side) ||
  right.heardAtMs - left.heardAtMs;

function mergeVm(told: readonly Told[], heard: BothHeard): ObservedVm {
  const [first, second] = [...told].sort(byAuthority);
  if (first === undefined) throw new Error("A machine is merged from at least one view.");
  const spec = second !== undefined && second.vm.specVersion > first.vm.specVersion ? second.vm : first.vm;
  const { register } = first.vm;
  const of = (side: Side) => told.find((one) => one.side === side);
  const activeSide = register?.owner ?? told.find((one) => one.vm.role === "active")?.side ?? first.side;
  const active = of(activeSide);
  // The mirror and the load are the active side's to know; when it can't be heard, nothing is copied as far as anyone knows.
  const mirror = active?.fresh ? active.vm : { ...first.vm, replication: "Off" as const, ...STILL };
  const { name, vcpus, memoryMiB, diskMiB, mac, ip, guest, passthroughDevices, desiredPower, declared } = spec;
  return {
    kind: "vm",
    ref: spec.ref,
    pairRef: first.host.pairRef,
    ...{ name, vcpus, memoryMiB, diskMiB, mac, ip, guest, passthroughDevices, desiredPower, declared },
    ...{ activeSide, register },
    instances: { a: instanceOf("a", of("a"), heard), b: instanceOf("b", of("b"), heard) },
    mirror: {
      legs: { a: legOf("a", told, register), b: legOf("b", told, register) },
      generations: { a: of("a")?.vm.legGeneration ?? null, b: of("b")?.vm.legGeneration ?? null },
      replication: mirror.replication,
      outOfSyncBytes: mirror.outOfSyncBytes,
      totalBytes: mirror.totalBytes,
      resyncBytesPerSecond: mirror.resyncBytesPerSecond,
      resyncSinceMs: mirror.resyncSinceMs,
    },
    held: told.some((one) => one.fresh && one.vm.held && one.side === activeSide),
    standbySynchronized: mirror.standbySynchronized,
    standbyLagMs: mirror.standbyLagMs,
    load: active?.fresh ? active.vm.load : NO_LOAD,
    // What each side has written alone is not counted by the agents.
    histories: told.some((one) => one.fresh && one.vm.splitBrain)
      ? { commonAtMs: null, a: UNCOUNTED, b: UNCOUNTED }
      : null,
    undecided: undecidedOf(told),
    comparison: null,
    recoveryCopy: null,
  };
}

/** A copy that waits for a person, by the word of its host; one that is not heard any more is remembered. */
function undecidedOf(told: readonly Told[]): ObservedVm["undecided"] {
  const asked = told.find((one) => one.vm.undecided);
  return asked
    ? {
        waits: asked.side,
        foundAtMs: null,
        differingBytes: null,
        givenUp: false,
        commonAtMs: null,
        since: UNCOUNTED,
      }
    : null;
}

const UNCOUNTED = { writes: null, bytes: null, lastWriteAtMs: null } as const;
const NO_LOAD = { cpuRatio: 0, dirtyBytesPerSecond: 0, writeBytesPerSecond: 0, writeP95BytesPerSecond: null } as const;
const STILL = { resyncBytesPerSecond: 0, resyncSinceMs: null, standbySynchronized: false, standbyLagMs: null } as const;

function instanceOf(side: Side, own: Told | undefined, heard: BothHeard): InstanceState | null {
  if (own?.fresh) return own.vm.instance;
  const partner = freshView(heard, otherSide(side))?.partner.contact;
  // The only other thing that proves an instance is not running.
  if (partner === "fenced") return own === undefined || own.vm.instance === null ? null : "Stopped";
  if (own === undefined) return freshView(heard, side) === null && heard[side].view === null ? "Unknown" : null;
  return own.vm.instance === null ? null : "Unknown";
}

/** A copy that the register does not count is never shown as good, whatever its host last knew. */
function legOf(side: Side, told: readonly Told[], register: Register | null): MirrorLegState {
  const own = told.find((one) => one.side === side);
  const partner = told.find((one) => one.side === otherSide(side) && one.fresh);
  const leg = own?.fresh ? own.vm.leg : (partner?.vm.partnerLeg ?? (own === undefined ? "Diskless" : "DUnknown"));
  const counts = register === null || register.inSync.includes(side);
  if (leg === "UpToDate" && !counts) return own?.fresh ? "Outdated" : "DUnknown";
  return leg;
}
