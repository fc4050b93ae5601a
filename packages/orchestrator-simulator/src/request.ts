import { otherSide, type Side } from "@v-available/domain/state";
import { detourMs } from "./business-port";
import { servingSide } from "./client";
import { readWaitMs, writeWaitMs } from "./disk-wait";
import { wake } from "./nap";
import { mirrorDelayMs } from "./network";
import { answersOfPlain, writePlain } from "./plain-failover";
import { recoveredOf } from "./recovered";
import { after, newRun, pairOf, randomOf, type Sim } from "./sim";
import { standbyWaitMs } from "./standby-fault";
import { slownessAt } from "./throttle";
import { copyAnswers, isDetached } from "./used-leg";
import type { SimVm } from "./world/machine";
import type { SimRequests } from "./world/watched";
import type { EventOf } from "./world-event";

/**
 * A client that asks at a fixed rate whether it is answered or not, as a crowd of people does. Every second request is a
 * write with a number of its own. What it is promised and does not find again it counts: nothing here is assumed.
 */

export const REQUESTS_PER_SECOND = 40;
const EVERY_MS = 1_000 / REQUESTS_PER_SECOND;
/** A person has given up by then. */
const TIMEOUT_MS = 2_000;
/** What a machine that was started anew takes longer for at first, and how long that lasts: its caches are empty. */
const COLD_FACTOR = 4;
const COLD_MS = 25_000;
const DISK_MS = 0.3;
/** Somebody who waits longer than that has noticed. */
const LATE_MS = 1_000;
/** A machine that was held answers what had waited one after the other. */
const BACKLOG_GAP_MS = 1.2;

/** One request that has had its end. `tookMs` is null for one that was never answered. */
export interface RequestEnd {
  readonly target: string;
  readonly sentAtMs: number;
  readonly endedAtMs: number;
  readonly tookMs: number | null;
}

export function startRequests(sim: Sim, target: string): void {
  const vm = sim.world.vms[target];
  if (vm) wake(sim, pairOf(sim, vm.pairRef));
  sim.world.requests[target] = {
    run: newRun(sim),
    sent: 0,
    answered: 0,
    failed: 0,
    written: 0,
    acknowledged: 0,
    lostWrites: 0,
    connectionsDropped: 0,
    waiting: [],
    answersFromMs: sim.world.nowMs,
    coldSinceMs: null,
    lastAnswerAtMs: sim.world.nowMs,
    longestSilenceMs: 0,
  };
  after(sim, EVERY_MS * randomOf(sim, `requests ${target}`), { kind: "request-due", target });
}

/** Whether the target would answer now; its application may still be starting. */
function answers(sim: Sim, target: string, requests: SimRequests): boolean {
  if (sim.world.nowMs < requests.answersFromMs) return false;
  const vm = sim.world.vms[target];
  if (vm === undefined) return answersOfPlain(sim);
  if (recoveredOf(sim, vm)) return true;
  const side = servingSide(sim, vm);
  return (
    side !== null &&
    vm.instances[side]?.held === false &&
    copyAnswers(sim, vm, side) &&
    detourMs(sim, vm, side) !== null
  );
}

export function requestDue(sim: Sim, { target }: EventOf<"request-due">): void {
  const requests = sim.world.requests[target];
  if (requests === undefined) return;
  requests.sent += 1;
  const write = requests.sent % 2 === 0 ? ++requests.written : null;
  requests.waiting.push({ number: requests.sent, sentAtMs: sim.world.nowMs, write });
  after(sim, TIMEOUT_MS, { kind: "request-overdue", target, number: requests.sent });
  after(sim, EVERY_MS, { kind: "request-due", target });
  if (answers(sim, target, requests)) {
    const takesMs = serviceMs(sim, target, requests, write !== null);
    after(sim, takesMs, { kind: "request-answered", target, run: requests.run, number: requests.sent });
  }
}

function serviceMs(sim: Sim, target: string, requests: SimRequests, writes: boolean): number {
  const draw = randomOf(sim, `requests ${target}`);
  // Most are quick, one in a few takes its time.
  const plainMs = 4 + 4 * draw + (draw > 0.9 ? 60 * (draw - 0.9) : 0);
  const ageMs = requests.coldSinceMs === null ? COLD_MS : sim.world.nowMs - requests.coldSinceMs;
  const factor = ageMs >= COLD_MS ? 1 : COLD_FACTOR - ((COLD_FACTOR - 1) * ageMs) / COLD_MS;
  const vm = sim.world.vms[target];
  const side = vm && servingSide(sim, vm);
  if (!vm || !side) return plainMs * factor + (writes ? DISK_MS : 0);
  const wayMs = detourMs(sim, vm, side) ?? 0;
  const heldMs = wayMs + standbyWaitMs(sim, vm);
  return plainMs * factor * slownessAt(sim, vm, side) + heldMs + storageMs(sim, vm, side, writes);
}

/** What a disk takes to read is in the time of the service, unless it is slow. */
function storageMs(sim: Sim, vm: SimVm, side: Side, writes: boolean): number {
  if (!writes) return readWaitMs(sim, vm, side);
  const mirrored = vm.mirror !== null && vm.mirror.state !== "broken";
  const delayMs = mirrored ? mirrorDelayMs(sim, vm.pairRef) : 0;
  return DISK_MS + 2 * delayMs + writeWaitMs(sim, vm, side);
}

/** The answer arrives, if what was to give it is still there and may. Otherwise the request waits on. */
export function requestAnswered(sim: Sim, { target, run, number }: EventOf<"request-answered">): void {
  const requests = sim.world.requests[target];
  if (requests?.run !== run || !answers(sim, target, requests)) return;
  const index = requests.waiting.findIndex((one) => one.number === number);
  const request = requests.waiting[index];
  if (request === undefined) return;
  requests.waiting.splice(index, 1);
  if (request.write !== null) confirm(sim, target, requests, request.write);
  const { nowMs } = sim.world;
  requests.answered += 1;
  requests.longestSilenceMs = Math.max(requests.longestSilenceMs, nowMs - requests.lastAnswerAtMs);
  requests.lastAnswerAtMs = nowMs;
  if (nowMs - request.sentAtMs > LATE_MS) noteLate(requests, request.sentAtMs, nowMs);
  sim.requestEnds.push({ target, sentAtMs: request.sentAtMs, endedAtMs: nowMs, tookMs: nowMs - request.sentAtMs });
}

/** An acknowledged write is on every copy that is asked to have it. */
function confirm(sim: Sim, target: string, requests: SimRequests, write: number): void {
  requests.acknowledged = Math.max(requests.acknowledged, write);
  const vm = sim.world.vms[target];
  if (vm === undefined) {
    writePlain(sim, requests.acknowledged);
    return;
  }
  const recovered = recoveredOf(sim, vm);
  if (recovered) recovered.requestWrites = requests.acknowledged;
  const side = servingSide(sim, vm);
  if (side === null) return;
  const mirrored = vm.mirror !== null && vm.mirror.state !== "broken";
  const own = isDetached(vm, side) ? [] : [side];
  for (const at of mirrored ? [...own, otherSide(side)] : own) {
    const leg = vm.legs[at];
    if (leg) leg.requestWrites = requests.acknowledged;
  }
}

/** Nobody answered it for so long that its sender has gone. */
export function requestOverdue(sim: Sim, { target, number }: EventOf<"request-overdue">): void {
  const requests = sim.world.requests[target];
  const index = requests?.waiting.findIndex((one) => one.number === number) ?? -1;
  if (requests === undefined || index < 0) return;
  failAt(sim, target, requests, index);
}

function failAt(sim: Sim, target: string, requests: SimRequests, index: number): void {
  const [request] = requests.waiting.splice(index, 1);
  if (request === undefined) return;
  requests.failed += 1;
  noteLate(requests, request.sentAtMs, sim.world.nowMs);
  sim.requestEnds.push({ target, sentAtMs: request.sentAtMs, endedAtMs: sim.world.nowMs, tookMs: null });
}

function noteLate(requests: SimRequests, fromMs: number, untilMs: number): void {
  const { late } = requests;
  requests.late = late ? { fromMs: Math.min(late.fromMs, fromMs), untilMs } : { fromMs, untilMs };
}

/** The same machine goes on, from memory or after it was held: what waits is answered, one after the other. */
export function goOnAnswering(sim: Sim, target: string): void {
  const requests = sim.world.requests[target];
  if (requests === undefined) return;
  requests.run = newRun(sim);
  requests.waiting.forEach(({ number }, index) => {
    after(sim, (index + 1) * BACKLOG_GAP_MS, { kind: "request-answered", target, run: requests.run, number });
  });
}

/**
 * Another machine stands in its place, started from a disk: every connection is gone with the memory, and of the
 * acknowledged writes those are lost that this disk does not have.
 * @param onDisk the newest write that it has
 */
export function startAnswering(sim: Sim, target: string, onDisk: number): void {
  const requests = sim.world.requests[target];
  if (requests === undefined) return;
  requests.run = newRun(sim);
  requests.connectionsDropped += 1;
  while (requests.waiting.length > 0) failAt(sim, target, requests, 0);
  forgetLostRequests(sim, target, onDisk);
  requests.answersFromMs = sim.world.nowMs + sim.world.settings.applicationStartMs;
  requests.coldSinceMs = requests.answersFromMs;
}

/** A person gave up the history in which these writes were acknowledged. @param onDisk the newest that is left */
export function forgetLostRequests(sim: Sim, target: string, onDisk: number): void {
  const requests = sim.world.requests[target];
  if (requests === undefined) return;
  requests.lostWrites += Math.max(0, requests.acknowledged - onDisk);
  requests.acknowledged = Math.min(requests.acknowledged, onDisk);
}
