import { otherSide, SIDES } from "@v-available/domain/state";
import type { Feed } from "./feed";
import { touchFreeHosts } from "./free-host";
import { isHeard, isKnownDown } from "./heard";
import { bytesOfMiB, remainingNow, settleDivergence } from "./mirror";
import { considerNap } from "./nap";
import { hashOf } from "./random-stream";
import { after, hostAt, pairOf, randomOf, type Sim, tell, touch, vmsOf } from "./sim";
import { touchWitnesses } from "./witness-view";
import type { SimPair } from "./world/pair";
import type { EventOf } from "./world-event";

/** Loads swing around their average: a slow wave of the machine's own and a little noise. */
const WAVE_MS = 9 * 60_000;
export const SWING = 0.28;
export const NOISE = 0.3;

/**
 * Of pairs that sleep no more figures move than those of one machine in this time: of 50,000 once in five minutes. Whoever
 * watches has to write all of them down, and that is then most of what a fleet costs in which nothing happens.
 */
const SLEEPING_FIGURE_MS = 6;

/** From −1 to 1 and back once in each whole number, by arithmetic alone: the last bits of a sine differ between machines. */
function wave(turns: number): number {
  const part = turns - Math.floor(turns);
  return part < 0.5 ? 16 * part * (0.5 - part) : -16 * (part - 0.5) * (1 - part);
}

/** Where a machine's own wave stands, from −1 to 1. */
export const waveOf = ({ name }: { readonly name: string }, virtualMs: number): number =>
  wave(virtualMs / WAVE_MS + name.length / 7);

export function figuresDue(sim: Sim, event: EventOf<"figures">): void {
  const { figuresMs } = sim.world.settings.rhythm;
  const pair = pairOf(sim, event.pairRef);
  const sleeps = pair.napSinceMs != null;
  if (!sleeps || sim.isSeen) tellFigures(sim, pair);
  after(sim, sleeps ? untilFiguresAsleepMs(sim, pair) : figuresMs, event);
}

function tellFigures(sim: Sim, pair: SimPair): void {
  const { world } = sim;
  for (const vm of vmsOf(sim, pair.ref)) {
    settleDivergence(sim, vm);
    const aim = 1 + SWING * waveOf(vm, world.nowMs) + NOISE * (randomOf(sim, `load ${vm.ref}`) - 0.5);
    // Two decimals are what anyone can see, and keep the stored world the same on every machine.
    vm.loadFactor = Math.round((vm.loadFactor * 0.6 + aim * 0.4) * 100) / 100;
    touch(sim, "vm", vm.ref);
  }
  for (const side of SIDES) touch(sim, "host", pair.hosts[side]);
  for (const ref of pair.links) touch(sim, "link", ref);
  touchWitnesses(sim, pair.ref);
}

/** Each at a moment of its own, or all of those that fell asleep together would be told of together for ever. */
function untilFiguresAsleepMs({ world, nameOfMac }: Sim, { ref }: SimPair): number {
  const everyMs = Math.max(world.settings.rhythm.figuresMs, SLEEPING_FIGURE_MS * nameOfMac.size);
  return everyMs - ((world.nowMs + hashOf(ref)) % everyMs);
}

export function pairHeard(sim: Sim, event: EventOf<"pair-heard">): void {
  const pair = pairOf(sim, event.pairRef);
  const hosts = SIDES.map((side) => hostAt(sim, pair.ref, side));
  if (hosts.some(isHeard) || hosts.every((host) => isKnownDown(sim, host))) {
    pair.heardAtMs = sim.world.nowMs;
    touch(sim, "pair", pair.ref);
  }
  after(sim, sim.world.settings.rhythm.pairMs, event);
  for (const vm of vmsOf(sim, pair.ref)) {
    if (vm.mirror?.state !== "syncing") continue;
    touch(sim, "vm", vm.ref);
    tell(sim, hostAt(sim, pair.ref, vm.mirror.source), {
      kind: "mirror",
      vmRef: vm.ref,
      event: "resyncing",
      outOfSyncBytes: Math.round(remainingNow(sim, vm) ?? 0),
      totalBytes: bytesOfMiB(vm.diskMiB),
      bytesPerSecond: vm.mirror.bytesPerSecond,
    });
    touch(sim, "host", pair.hosts[otherSide(vm.mirror.source)]);
  }
  considerNap(sim, pair);
}

export function signOfLifeDue(sim: Sim, feed: Feed | null): void {
  feed?.signOfLife();
  touchFreeHosts(sim);
  after(sim, sim.world.settings.rhythm.signOfLifeMs, { kind: "sign-of-life" });
}
