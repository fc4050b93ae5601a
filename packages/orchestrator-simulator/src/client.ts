import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { detourMs } from "./business-port";
import { writeWaitMs } from "./disk-wait";
import { countAlone } from "./fork";
import { isCutOff } from "./heard";
import { isHung } from "./hung";
import { mirrorDelayMs } from "./network";
import { recoveredOf } from "./recovered";
import { goOnAnswering, startAnswering } from "./request";
import { after, hostAt, newRun, pairOf, randomOf, type Sim, vmOf } from "./sim";
import { standbyWaitMs } from "./standby-fault";
import { slownessAt } from "./throttle";
import { copyAnswers, isDetached, usedLeg } from "./used-leg";
import type { SimClient, SimVm } from "./world/machine";
import type { EventOf, WorldEvent } from "./world-event";

/** A local disk takes this long for one write. */
const DISK_MS = 0.3;

/** How soon a client tries again whose packets do not come through. Its connection is kept that long. */
const UNREACHED_MS = 1_000;

/** Where the network finds the machine. An instance that was passed over holds its output: nobody reaches it any more. */
export function servingSide(sim: Sim, vm: SimVm): Side | null {
  if (isHung(vm)) return null;
  const running = SIDES.filter(
    (side) =>
      vm.instances[side]?.role === "active" &&
      vm.instances[side]?.state === "Running" &&
      !isCutOff(hostAt(sim, vm.pairRef, side)),
  );
  // Of two that write each keeps the clients that it has.
  if (vm.fork && running.length === 2) return otherSide(vm.fork.startedOn);
  const epochOn = (side: Side) => vm.instances[side]?.epoch ?? 0;
  return running.reduce<Side | null>((best, side) => (best && epochOn(best) >= epochOn(side) ? best : side), null);
}

/** The client finds the machine again, or for the first time, and counts what of its acknowledged writes is not there. */
export function resumeClient(sim: Sim, vm: SimVm, kept: "connection" | "nothing"): void {
  const side = servingSide(sim, vm);
  const { client } = vm;
  const leg = recoveredOf(sim, vm) ?? (side && usedLeg(vm, side));
  if (!leg) return;
  // What another history has is not lost before a person has given that up: our client waits for it.
  if (vm.fork && leg.written < client.acknowledged) return;
  if (kept === "connection") goOnAnswering(sim, vm.ref);
  else startAnswering(sim, vm.ref, leg.requestWrites ?? 0);
  if (leg.written < client.acknowledged) {
    client.lost += client.acknowledged - leg.written;
    client.acknowledged = leg.written;
  }
  client.run = newRun(sim);
  client.waiting = false;
  if (kept === "nothing" && client.issued > 0) {
    client.connectionsLost += 1;
    client.memoryLost += 1;
  }
  if (client.issued === 0) client.lastAcknowledgedAtMs = sim.world.nowMs;
  after(sim, 1, { kind: "write-due", vmRef: vm.ref, run: client.run });
}

export function writeDue(sim: Sim, { vmRef, run }: EventOf<"write-due">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.client.run !== run) return;
  const recovered = recoveredOf(sim, vm);
  if (recovered) {
    vm.client.issued += 1;
    vm.client.waiting = true;
    recovered.written = vm.client.issued;
    after(sim, DISK_MS, { kind: "write-acknowledged", vmRef, run, mirrorRun: null });
    return;
  }
  const side = servingSide(sim, vm);
  const leg = side && usedLeg(vm, side);
  // Without a serving machine the client stops here; it is resumed when there is one.
  if (!side || !leg || !copyAnswers(sim, vm, side)) return;
  if (detourMs(sim, vm, side) === null) {
    after(sim, UNREACHED_MS, { kind: "write-due", vmRef, run });
    return;
  }
  const { client } = vm;
  client.issued += 1;
  client.waiting = true;
  // What goes to the partner's copy alone is there when it arrives.
  if (!isDetached(vm, side)) leg.written = client.issued;
  if (vm.mirror && vm.mirror.state !== "broken") {
    after(sim, mirrorDelayMs(sim, vm.pairRef), { kind: "write-arrived", vmRef, run, mirrorRun: vm.mirror.run });
  } else if (!vm.instances[side]?.held)
    after(sim, DISK_MS + writeWaitMs(sim, vm, side), { kind: "write-acknowledged", vmRef, run, mirrorRun: null });
}

/** The partner's copy has it; its answer is on the way. */
export function writeArrived(sim: Sim, { vmRef, run, mirrorRun }: EventOf<"write-arrived">): void {
  const vm = sim.world.vms[vmRef];
  const mirror = vm?.mirror;
  if (!vm || vm.client.run !== run || mirror?.run !== mirrorRun || mirror.state === "broken") return;
  const leg = vm.legs[otherSide(mirror.source)];
  if (!leg) return;
  leg.written = vm.client.issued;
  const diskMs = mirrorDelayMs(sim, vm.pairRef) + DISK_MS + writeWaitMs(sim, vm, mirror.source);
  const takesMs = diskMs + standbyWaitMs(sim, vm);
  after(sim, takesMs, { kind: "write-acknowledged", vmRef, run, mirrorRun });
}

export function writeAcknowledged(sim: Sim, { vmRef, run, mirrorRun }: EventOf<"write-acknowledged">): void {
  const vm = sim.world.vms[vmRef];
  if (vm?.client.run !== run || !vm.client.waiting) return;
  if (mirrorRun !== null && (vm.mirror?.run !== mirrorRun || vm.mirror.state === "broken")) return;
  if (recoveredOf(sim, vm)) {
    acknowledge(sim, vm);
    return;
  }
  const side = servingSide(sim, vm);
  if (!side || vm.instances[side]?.held || !copyAnswers(sim, vm, side)) return;
  if (detourMs(sim, vm, side) === null) after(sim, UNREACHED_MS, { kind: "write-acknowledged", vmRef, run, mirrorRun });
  else if ((usedLeg(vm, side)?.written ?? 0) < vm.client.issued) sendAgain(sim, vm);
  else acknowledge(sim, vm);
}

/** What waits was sent to an instance of another history, which is over: nobody has it, so the client sends it once more. */
function sendAgain(sim: Sim, vm: SimVm): void {
  vm.client.issued -= 1;
  vm.client.waiting = false;
  after(sim, 1, { kind: "write-due", vmRef: vm.ref, run: vm.client.run });
}

function acknowledge(sim: Sim, vm: SimVm): void {
  const { client } = vm;
  const { nowMs } = sim.world;
  client.waiting = false;
  client.acknowledged = client.issued;
  client.longestGapMs = Math.max(client.longestGapMs, nowMs - client.lastAcknowledgedAtMs);
  client.lastAcknowledgedAtMs = nowMs;
  const side = servingSide(sim, vm);
  if (side) countAlone(vm, side);
  const slowness = side ? slownessAt(sim, vm, side) : 1;
  const pauseMs = (slowness * (0.6 + 0.8 * randomOf(sim, `client ${vm.ref}`)) * 1000) / vm.load.writesPerSecond;
  after(sim, pauseMs, { kind: "write-due", vmRef: vm.ref, run: client.run });
}

/**
 * As it would have been, had it been simulated: what it writes within that time, on every copy that is asked to have it.
 * @returns how many writes that were
 */
export function goOnWriting(sim: Sim, vm: SimVm, forMs: number): number {
  const writes = writesWithin(sim, vm, forMs);
  vm.client.issued += writes;
  vm.client.acknowledged += writes;
  for (const side of SIDES) {
    const leg = vm.legs[side];
    if (leg && (vm.mirror !== null || side === servingSide(sim, vm))) leg.written += writes;
  }
  return writes;
}

/** One after the other, each after an average pause; none where no client waits for this machine. */
function writesWithin(sim: Sim, vm: SimVm, forMs: number): number {
  const side = servingSide(sim, vm);
  if (side === null || !writes(sim, vm)) return 0;
  const takesMs = (vm.mirror ? 2 * mirrorDelayMs(sim, vm.pairRef) : 0) + DISK_MS;
  return Math.floor(forMs / (1_000 / vm.load.writesPerSecond + takesMs));
}

const writes = (sim: Sim, { ref, pairRef, client }: SimVm): boolean =>
  sim.agenda.waiting(pairRef).some(({ event }) => "vmRef" in event && event.vmRef === ref && isStep(event, client.run));

const isStep = (event: WorldEvent, run: number): boolean =>
  (event.kind === "write-due" || event.kind === "write-arrived" || event.kind === "write-acknowledged") &&
  event.run === run;

/** What it has counted by now, also while its pair sleeps. */
export function clientNow(sim: Sim, vm: SimVm): SimClient {
  const { napSinceMs } = pairOf(sim, vm.pairRef);
  if (napSinceMs == null) return vm.client;
  const forMs = sim.world.nowMs - napSinceMs;
  const written = writesWithin(sim, vm, forMs);
  return {
    ...vm.client,
    issued: vm.client.issued + written,
    acknowledged: vm.client.acknowledged + written,
    lastAcknowledgedAtMs: vm.client.lastAcknowledgedAtMs + forMs,
  };
}

/** What was held may go: the write that waited is acknowledged by the one copy that has it. */
export function releaseHeldWrite(sim: Sim, vmRef: string): void {
  const vm = vmOf(sim, vmRef);
  const side = servingSide(sim, vm);
  if (side !== null) goOnAnswering(sim, vmRef);
  if (!vm.client.waiting || side === null) return;
  after(sim, DISK_MS + writeWaitMs(sim, vm, side), {
    kind: "write-acknowledged",
    vmRef,
    run: vm.client.run,
    mirrorRun: null,
  });
}
