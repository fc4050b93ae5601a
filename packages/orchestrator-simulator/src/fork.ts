import type { ObservedVm } from "@v-available/domain/observed";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { type DurableVm, isLegUsable } from "@v-available/pair-protocol/durable";
import { isSolo } from "@v-available/pair-protocol/register";
import { resumeClient, servingSide } from "./client";
import { isHeard } from "./heard";
import { divergedNow } from "./mirror";
import { forgetLostRequests } from "./request";
import { hostAt, type Sim, touch, wallMs } from "./sim";
import type { SimFork, SimVm } from "./world/machine";

/**
 * A machine with two histories: a person had one side go on past the token while the other went on by it. What each side
 * acknowledges alone is counted from there, as its driver would by its bitmap; clients near each host reach that one.
 */

/** A person has just had it started on this side. */
export function beginFork(sim: Sim, vm: SimVm, side: Side): void {
  const other = otherSide(side);
  const { nowMs } = sim.world;
  const common = vm.commonAt ?? { atMs: nowMs, written: vm.client.acknowledged };
  const writes = Math.max(0, vm.client.acknowledged - common.written);
  const alone = { writes: 0, bytes: 0, lastAtMs: null };
  const there =
    writes === 0 ? alone : { writes, bytes: divergedNow(sim, vm), lastAtMs: vm.client.lastAcknowledgedAtMs };
  vm.fork = {
    startedOn: side,
    commonAtMs: common.atMs,
    atMs: nowMs,
    alone: { [side]: alone, [other]: there } as SimFork["alone"],
  };
  touch(sim, "vm", vm.ref);
}

const writesAlone = (vm: SimVm, side: Side): boolean => {
  const instance = vm.instances[side];
  const mirrored = vm.mirror !== null && vm.mirror.state !== "broken";
  return instance?.role === "active" && instance.state === "Running" && !instance.held && !vm.guestCrashed && !mirrored;
};

function aloneNow(sim: Sim, vm: SimVm, fork: SimFork, side: Side): SimFork["alone"][Side] {
  const known = fork.alone[side];
  const forMs = sim.world.nowMs - fork.atMs;
  if (forMs <= 0 || !writesAlone(vm, side)) return known;
  // Our client counts for the side that it reaches; elsewhere others ask as often as it does.
  const writes = servingSide(sim, vm) === side ? 0 : (vm.load.writesPerSecond * forMs) / 1_000;
  return {
    writes: known.writes + writes,
    bytes: known.bytes + (vm.load.writeBytesPerSecond * vm.loadFactor * forMs) / 1_000,
    lastAtMs: sim.world.nowMs,
  };
}

/** A write of our client was acknowledged on this side. */
export function countAlone(vm: SimVm, side: Side): void {
  const { fork } = vm;
  if (fork && writesAlone(vm, side))
    fork.alone = { ...fork.alone, [side]: { ...fork.alone[side], writes: fork.alone[side].writes + 1 } };
}

/** To be called before anything that changes which side writes. */
export function settleFork(sim: Sim, vm: SimVm): void {
  const { fork } = vm;
  if (!fork) return;
  fork.alone = { a: aloneNow(sim, vm, fork, "a"), b: aloneNow(sim, vm, fork, "b") };
  fork.atMs = sim.world.nowMs;
}

/** Its disk broke, or is another one: what it alone had is nowhere. */
const isGone = ({ legs }: SimVm, side: Side): boolean => {
  const leg = legs[side];
  return !leg || leg.failed || leg.missingBytes > 0;
};

/** A history of it ended with its disk. */
export const isHalfGone = (vm: SimVm): boolean => SIDES.some((side) => isGone(vm, side));

/** Both sides have really acknowledged something that the other does not have. */
export const hasTwoHistories = (sim: Sim, vm: SimVm): boolean => {
  const { fork } = vm;
  return !!fork && SIDES.every((side) => aloneNow(sim, vm, fork, side).writes > 0 && !isGone(vm, side));
};

/** One side had written nothing, or lost it with its disk, and the other has become the machine: one history. */
export function reviewFork(sim: Sim, vm: SimVm): void {
  if (!vm.fork || hasTwoHistories(sim, vm)) return;
  const known = SIDES.map((side) => {
    const { protocol, durable } = hostAt(sim, vm.pairRef, side);
    return (protocol?.durable ?? durable)?.vms[vm.ref];
  });
  if (known.some((durable) => durable?.alone || durable?.splitBrain)) return;
  const keep = registerSide(known) ?? otherSide(vm.fork.startedOn);
  if ((vm.legs[keep]?.written ?? 0) < vm.client.acknowledged) keepHistory(sim, vm, keep);
  delete vm.fork;
  touch(sim, "vm", vm.ref);
}

const registerSide = (known: readonly (DurableVm | undefined)[]): Side | null =>
  known.reduce<DurableVm | undefined>(
    (newest, one) => (one && (!newest || one.register.epoch > newest.register.epoch) ? one : newest),
    undefined,
  )?.register.owner ?? null;

/** By what hosts say that are heard: each side has a history of its own, and one of them not by the token. */
function tellsOfTwo(sim: Sim, vm: SimVm): boolean {
  const known = SIDES.map((side) => {
    const host = hostAt(sim, vm.pairRef, side);
    return { side, durable: isHeard(host) ? host.protocol?.durable.vms[vm.ref] : undefined };
  });
  if (known.some(({ durable }) => durable?.splitBrain)) return true;
  if (!known.some(({ durable }) => durable?.alone)) return false;
  return known.every(
    ({ side, durable }) => durable && (durable.alone || (isSolo(durable.register, side) && isLegUsable(durable))),
  );
}

/** Null where there is one history, as far as anybody that is heard can tell. */
export function historiesOf(sim: Sim, vm: SimVm): ObservedVm["histories"] {
  if (!tellsOfTwo(sim, vm)) return null;
  const { fork } = vm;
  const of = (side: Side) => {
    if (!fork) return { writes: null, bytes: null, lastWriteAtMs: null };
    const { writes, bytes, lastAtMs } = aloneNow(sim, vm, fork, side);
    return {
      writes: Math.floor(writes),
      bytes: Math.round(bytes),
      lastWriteAtMs: lastAtMs === null ? null : wallMs(sim.world, lastAtMs),
    };
  };
  return { commonAtMs: fork ? wallMs(sim.world, fork.commonAtMs) : null, a: of("a"), b: of("b") };
}

/** A person has given the other side's history up: what it alone had acknowledged is lost, and counted. */
export function keepHistory(sim: Sim, vm: SimVm, keep: Side): void {
  settleFork(sim, vm);
  const { client, fork } = vm;
  const onDisk = vm.legs[keep]?.written ?? 0;
  const ofClient = Math.max(0, client.acknowledged - onDisk);
  const lost = fork ? Math.floor(fork.alone[otherSide(keep)].writes) : ofClient;
  client.acknowledged -= ofClient;
  client.lost += lost;
  client.waiting = false;
  vm.signedLosses = (vm.signedLosses ?? 0) + lost;
  forgetLostRequests(sim, vm.ref, vm.legs[keep]?.requestWrites ?? 0);
  delete vm.fork;
  if (ofClient > 0) resumeClient(sim, vm, "nothing");
  touch(sim, "vm", vm.ref);
}
