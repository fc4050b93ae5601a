import { isQuiet } from "@v-available/pair-protocol/quiet";
import { goOnWriting } from "./client";
import { isHeard } from "./heard";
import { isClockSteady } from "./host-clock";
import { isHung } from "./hung";
import { isUp } from "./network";
import { goOnCopying, isInStep } from "./recovery";
import { hostAt, linkOf, monotonicMs, type Sim, touch, vmsOf, witnessOf } from "./sim";
import type { SimFault } from "./world";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimPair } from "./world/pair";
import type { WorldEvent } from "./world-event";

/**
 * A pair in which nothing happens is not simulated: its time stands still, with every lease, promise and message in flight,
 * and goes on from there when anything befalls it. What is shown of it meanwhile follows from how long that has been;
 * that it is heard is said of all that sleep at once.
 */

/** What a quiet pair goes on doing for ever; anything else that waits is still to come of something. */
const TALK: ReadonlySet<WorldEvent["kind"]> = new Set([
  "host-tick",
  "message",
  "witness-asked",
  "witness-answered",
  "watchdog",
  "write-due",
  "write-arrived",
  "write-acknowledged",
  "pair-heard",
]);

/**
 * The same where a machine is copied elsewhere. Its points are named by their times, which a sleep shifts: only where nobody
 * sees them may such a pair sleep.
 */
const COPYING: ReadonlySet<WorldEvent["kind"]> = new Set(["recovery-checkpoint", "recovery-sent"]);

/** To be called now and then: a pair that has been quiet for long enough goes to sleep. */
export function considerNap(sim: Sim, pair: SimPair): void {
  const { napAfterMs } = sim.world.settings.rhythm;
  if (napAfterMs === null) return;
  const { nowMs } = sim.world;
  pair.quietSinceMs = isUneventful(sim, pair) ? (pair.quietSinceMs ?? nowMs) : null;
  if (pair.quietSinceMs === null || nowMs - pair.quietSinceMs < napAfterMs) return;
  pair.quietSinceMs = null;
  pair.napSinceMs = nowMs;
  sim.agenda.stop(pair.ref);
  touch(sim, "pair", pair.ref);
}

/** To be called before anything happens to a pair, or is asked of it. */
export function wake(sim: Sim, pair: SimPair): void {
  const { world } = sim;
  if (pair.napSinceMs == null) return;
  const napMs = world.nowMs - pair.napSinceMs;
  for (const vm of vmsOf(sim, pair.ref)) {
    const written = goOnWriting(sim, vm, napMs);
    vm.client.lastAcknowledgedAtMs += napMs;
    if (vm.recovery) goOnCopying(vm.recovery, written, napMs);
  }
  for (const side of ["a", "b"] as const) {
    const host = hostAt(sim, pair.ref, side);
    if (host.tickAtMs !== null) host.tickAtMs += napMs;
    if (host.watchdogAtMs != null) host.watchdogAtMs += napMs;
    for (const vmRef in host.watchdog) host.watchdog[vmRef] = (host.watchdog[vmRef] ?? 0) + napMs;
    for (const ref of pair.witnessRefs) {
      const seen = witnessOf(sim, ref).seenBy[host.ref];
      if (seen) seen.atMs += napMs;
    }
  }
  for (const ref of pair.links) {
    const { lastArrivalMs } = linkOf(sim, ref);
    lastArrivalMs.a += napMs;
    lastArrivalMs.b += napMs;
  }
  pair.napSinceMs = null;
  pair.heardAtMs = world.nowMs;
  touch(sim, "pair", pair.ref);
  pair.sleptMs = (pair.sleptMs ?? 0) + napMs;
  sim.agenda.goOn(pair.ref, napMs, (event) =>
    event.kind === "witness-answered" ? { ...event, sentAtMs: event.sentAtMs + napMs } : event,
  );
}

/** To be called before a fault begins or ends. */
export function wakeConcerned(sim: Sim, fault: SimFault): void {
  for (const pair of Object.values(sim.world.pairs)) if (concerns(sim, fault, pair)) wake(sim, pair);
}

function concerns({ world }: Sim, { pairRef, subjectRef }: SimFault, pair: SimPair): boolean {
  if (pairRef != null) return pairRef === pair.ref;
  return world.witnesses[subjectRef] === undefined || pair.witnessRefs.includes(subjectRef);
}

function isUneventful(sim: Sim, pair: SimPair): boolean {
  const { world } = sim;
  for (const id in world.faults) if (concerns(sim, world.faults[id] as SimFault, pair)) return false;
  for (const key of sim.runningTasks) if (world.tasks[key]?.pairRef === pair.ref) return false;
  if (
    !sim.agenda.waiting(pair.ref).every(({ event }) => TALK.has(event.kind) || (!sim.isSeen && COPYING.has(event.kind)))
  )
    return false;
  const hosts = [hostAt(sim, pair.ref, "a"), hostAt(sim, pair.ref, "b")];
  return (
    pair.links.every((ref) => isClear(linkOf(sim, ref))) &&
    pair.witnessRefs.every((ref) => {
      const { downBy, pathCutBy } = witnessOf(sim, ref);
      return downBy.length === 0 && hosts.every((host) => !pathCutBy[host.ref]?.length);
    }) &&
    vmsOf(sim, pair.ref).every((vm) => world.requests[vm.ref] === undefined && isSteady(vm) && isInStep(sim, vm)) &&
    hosts.every((host) => isSound(sim, host) && isQuietNow(sim, host))
  );
}

const isClear = (link: SimLink): boolean =>
  isUp(link) && link.flaps === undefined && Object.keys(link.burdens ?? {}).length === 0;

const isSound = ({ world }: Sim, host: SimHost): boolean =>
  !host.storageFull &&
  !host.businessPortDown &&
  !host.controllerDown &&
  host.evacuationRun == null &&
  host.disks.every(
    ({ failed, slow, retryUntilMs = 0, retirement }) => !failed && !slow && retryUntilMs <= world.nowMs && !retirement,
  );

const isQuietNow = (sim: Sim, host: SimHost): boolean =>
  isHeard(host) &&
  isClockSteady(sim, host) &&
  host.protocol !== null &&
  isQuiet(host.protocol, monotonicMs(sim, host), sim.world.settings.timing);

function isSteady(vm: SimVm): boolean {
  const { mirror, lockstep, instances, legs } = vm;
  if (vm.fork || vm.comparison || vm.guestCrashed || isHung(vm) || vm.migration !== null) return false;
  if (mirror !== null && (mirror.state !== "established" || mirror.detached)) return false;
  if (lockstep !== null && lockstep.state !== "synchronized") return false;
  return (["a", "b"] as const).every((side) => {
    const [instance, leg] = [instances[side], legs[side]];
    const runs = instance === null || instance.state === (instance.role === "active" ? "Running" : "Synchronized");
    return runs && !instance?.held && !leg?.failed && (mirror === null || leg?.missingBytes === 0);
  });
}
