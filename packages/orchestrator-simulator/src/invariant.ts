import type { FaultKind } from "@v-available/domain/fault-kind";
import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { DurableVm } from "@v-available/pair-protocol/durable";
import type { Effect, EffectOf } from "@v-available/pair-protocol/effect";
import type { StoredRegister } from "@v-available/pair-protocol/witness";
import { concerned, concernedPairs } from "./concerned";
import { wrongWithCopying, wrongWithStart } from "./question";
import { maySend } from "./recovery";
import { type HeardSince, isOnNeither, overwritesUnchosen, wrongWithWriters } from "./sign-for";
import { hostAt, pairNowMs, type Sim } from "./sim";
import { isDetached, usedLeg } from "./used-leg";
import { usedWitness } from "./witness-view";
import type { SimFault, World } from "./world";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
import type { WorldEvent } from "./world-event";

/** The safety properties (domain contract §7) that are judged on what is true in the simulated world, whatever any host believes. */
export const INVARIANTS = {
  S1: "at most one writer of a machine",
  S2: "an acknowledged write is on every copy that counts",
  S3: "only a complete copy becomes the machine",
  S4: "what was held is let go only by who holds the token",
  S5: "epochs only grow",
  S6: "a restart waits for the old lease to end",
  S7: "a copy is overwritten only by a complete one, and never one that counts",
  S8: "losing the witness alone or the console alone stops and starts nothing",
  S9: "never both hosts of a pair in maintenance",
  S13: "a drill reaches no production network and stops no replication",
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** Of who watches or is asked, and of no host. */
const OF_A_WATCHER: ReadonlySet<string> = new Set([
  "witness-lost",
  "witness-path",
  "control-plane-down",
  "orchestrator-unreachable",
]);
/** What else was hurt before that is over by then: leases, silences and promises are shorter. */
const SETTLED_AFTER_MS = 60_000;

export interface Breach {
  readonly invariant: Invariant;
  readonly atMs: number;
  readonly sentence: string;
}

/** Looks at a world after each event and before each effect, and keeps what it saw. */
export class SafetyWatch {
  readonly breaches: Breach[] = [];
  /** How often each was at stake: where nothing was, "held" says little. */
  readonly judged: Record<Invariant, number> = {
    S1: 0,
    S2: 0,
    S3: 0,
    S4: 0,
    S5: 0,
    S6: 0,
    S7: 0,
    S8: 0,
    S9: 0,
    S13: 0,
  };
  /** The least time that was left at a restart between the end of the old lease and the new start; null before the first. */
  leastSpareMs: number | null = null;
  /** When anything but a witness or the console, or the way to them, was last seen to be hurt. */
  #otherHurtAtMs = Number.NEGATIVE_INFINITY;
  /** The id of a fault that does so. */
  #hurtBy = "";
  readonly #epochs = new Map<string, { first: number; last: number }>();
  /** Since when nothing is sent of a machine in a drill, though something waits and could be. */
  readonly #unsent = new Map<string, number>();
  readonly #heardSince: HeardSince = new Map();
  #steps = 0;

  /** The same as it stands now: what one of them sees from here on the other does not. */
  copy(): SafetyWatch {
    const copy = new SafetyWatch();
    copy.breaches.push(...this.breaches);
    Object.assign(copy.judged, this.judged);
    copy.leastSpareMs = this.leastSpareMs;
    for (const [ref, epochs] of this.#epochs) copy.#epochs.set(ref, { ...epochs });
    for (const [ref, sinceMs] of this.#unsent) copy.#unsent.set(ref, sinceMs);
    for (const [ref, sinceMs] of this.#heardSince) copy.#heardSince.set(ref, sinceMs);
    copy.#steps = this.#steps;
    copy.#otherHurtAtMs = this.#otherHurtAtMs;
    return copy;
  }

  get steps(): number {
    return this.#steps;
  }

  /** The epochs that a machine has gone through, first and last. */
  epochsOf(vmRef: string): { readonly first: number; readonly last: number } | null {
    return this.#epochs.get(vmRef) ?? null;
  }

  /** To be called after every event. */
  readonly after = (sim: Sim, event: WorldEvent | null): void => {
    this.#steps += 1;
    this.#judgeHosts(sim, event);
    let pairRef: string | null = null;
    let registers: Readonly<Record<string, StoredRegister>> | undefined;
    for (const vm of concerned(sim, event)) {
      if (vm.pairRef !== pairRef) {
        pairRef = vm.pairRef;
        registers = registersOf(sim, pairRef);
      }
      this.#judgeState(sim, vm, registers?.[vm.ref] ?? null);
      this.#judgeDrill(sim, vm);
    }
  };

  /** To be called before every effect of a host. */
  readonly before = (sim: Sim, host: SimHost, effect: Effect): void => {
    if (effect.kind === "start-vm" || effect.kind === "go-live") {
      this.#judgeStart(sim, host, effect);
      this.#note(sim, "S3", sim.world.vms[effect.vmRef], (vm) => wrongWithStart(vm, host.side));
    }
    if (effect.kind === "release-writes" || effect.kind === "release-output")
      this.#judgeRelease(sim, host, effect.vmRef);
    if (effect.kind === "begin-resync") this.#judgeCopy(sim, host, effect.vmRef);
    if (effect.kind === "persist") this.#judgeWishes(sim, host, effect.durable.vms);
    const stops = effect.kind === "kill-vm" && (effect.why === "lease-over" || effect.why === "token-lost");
    const starts =
      (effect.kind === "start-vm" && effect.why === "takeover") ||
      (effect.kind === "go-live" && !isMoved(host, effect));
    if (stops || starts) this.#judgePower(sim, effect.vmRef);
  };

  /** Where the token is asked for, and not where it is won: of what happens on the way no host can know. */
  #judgeWishes(sim: Sim, host: SimHost, durable: Readonly<Record<string, DurableVm>>): void {
    for (const vmRef in durable) {
      const wish = durable[vmRef]?.pending;
      const vm = sim.world.vms[vmRef];
      if (!wish || !vm || wish.changeId === host.durable?.vms[vmRef]?.pending?.changeId) continue;
      const register = registerOf(sim, vm);
      // One of an old epoch is refused.
      if (register?.epoch !== wish.expectEpoch) continue;
      const kept = wish.next.inSync;
      const dropped = register.inSync.filter((side) => !kept.includes(side));
      this.judged.S3 += 1;
      if (kept.some((side) => isWhole(vm, side)) || !dropped.some((side) => isWhole(vm, side))) continue;
      // A person had the other side go on past the token: who has not heard so can't know, and both copies stay.
      const other = otherSide(host.side);
      if (vm.fork?.startedOn === other && host.protocol?.vms[vmRef]?.partner?.alone !== true) continue;
      this.#breach(sim, "S3", `${host.name} asks for the token of ${vm.name} and gives up its only complete copy.`);
    }
  }

  #judgeHosts(sim: Sim, event: WorldEvent | null): void {
    const { world } = sim;
    if (this.#isHurt(world)) this.#otherHurtAtMs = world.nowMs;
    for (const { hosts: of } of concernedPairs(sim, event)) {
      const [a, b] = [world.hosts[of.a], world.hosts[of.b]];
      if (a?.power !== "on" || !a.agentUp || b?.power !== "on" || !b.agentUp) this.#otherHurtAtMs = world.nowMs;
      const [stageOfA, stageOfB] = [a?.durable?.maintenance ?? null, b?.durable?.maintenance ?? null];
      if (stageOfA === null && stageOfB === null) continue;
      this.judged.S9 += 1;
      if (stageOfA === "in" && stageOfB === "in")
        this.#breach({ world }, "S9", `${of.a} and ${of.b} are both in maintenance.`);
    }
  }

  /** Anything but a witness, the console, or the way to them: most times by what did so at the last look. */
  #isHurt({ faults }: World): boolean {
    const known = faults[this.#hurtBy];
    if (known && !OF_A_WATCHER.has(known.kind)) return true;
    for (const id in faults) {
      if (OF_A_WATCHER.has((faults[id] as SimFault).kind)) continue;
      this.#hurtBy = id;
      return true;
    }
    return false;
  }

  #judgePower(sim: Sim, vmRef: string): void {
    const { world } = sim;
    this.judged.S8 += 1;
    const watcherHurt = hasFault(world, (kind) => OF_A_WATCHER.has(kind));
    if (watcherHurt && world.nowMs - this.#otherHurtAtMs > SETTLED_AFTER_MS)
      this.#breach(
        sim,
        "S8",
        `${world.vms[vmRef]?.name} is stopped or started though only the witness or the console was lost.`,
      );
  }

  #judgeCopy(sim: Sim, host: SimHost, vmRef: string): void {
    const vm = sim.world.vms[vmRef];
    const register = vm && registerOf(sim, vm);
    if (!vm || !register) return;
    this.judged.S7 += 1;
    const target = otherSide(host.side);
    this.#note(sim, "S7", vm, (one) => wrongWithCopying(one, target));
    const source = vm.legs[host.side];
    if (!source || source.failed || source.missingBytes > 0)
      this.#breach(sim, "S7", `${host.name} overwrites the other copy of ${vm.name} with an incomplete one.`);
    const theirs = durableOf(sim, vm, target);
    // It has promised, or knows, that its copy is not brought up in this epoch.
    const given =
      !theirs ||
      theirs.forgotten ||
      theirs.legFailed ||
      (theirs.yieldedEpoch ?? -1) >= register.epoch ||
      (theirs.legInconsistentSince ?? -1) >= register.epoch;
    if (overwritesUnchosen(sim, vm))
      this.#breach(sim, "S7", `${host.name} overwrites one of two histories of ${vm.name}, and nobody has chosen.`);
    if (theirs?.splitBrain || (register.inSync.includes(target) && !given))
      this.#breach(sim, "S7", `${host.name} overwrites a copy of ${vm.name} that counts.`);
  }

  #judgeState(sim: Sim, vm: SimVm, register: StoredRegister | null): void {
    let writers = 0;
    for (const side of SIDES) if (mayWrite(vm, side)) writers += 1;
    this.judged.S1 += 1;
    const twice = wrongWithWriters(sim, vm, writers, this.#heardSince);
    if (twice !== null) this.#breach(sim, "S1", twice);
    if (writers > 0 && vm.recovery?.live?.state === "Running")
      this.#breach(sim, "S1", `${vm.name} may write at its pair and at the recovery site.`);
    for (const side of SIDES) {
      if (!mayWrite(vm, side)) continue;
      this.judged.S3 += 1;
      if ((usedLeg(vm, side)?.missingBytes ?? 1) > 0) this.#breach(sim, "S3", `${vm.name} runs on an incomplete copy.`);
      if (isDetached(vm, side) && register?.inSync.includes(otherSide(side)) === false)
        this.#breach(sim, "S2", `${vm.name} writes to one copy alone, and that one does not count.`);
    }
    if (register === null) return;
    if (vm.fork && isOnNeither(vm))
      this.#breach(sim, "S2", `A write of ${vm.name} was acknowledged and is on neither copy.`);
    for (const side of vm.fork ? [] : register.inSync) {
      // Designated while the witness was away, the partner went on alone: this copy is outdated without the witness.
      if (durableOf(sim, vm, otherSide(side))?.alone) continue;
      // A person has given its history up, and the other side has not heard so yet: it is marked, and never brought up.
      if ((durableOf(sim, vm, side)?.legInconsistentSince ?? -1) >= register.epoch) continue;
      const leg = vm.legs[side];
      if (!leg || leg.failed || leg.missingBytes > 0) continue;
      this.judged.S2 += 1;
      const asked = sim.world.requests[vm.ref]?.acknowledged ?? 0;
      if (leg.written < vm.client.acknowledged || (leg.requestWrites ?? 0) < asked)
        this.#breach(sim, "S2", `A write of ${vm.name} was acknowledged and is not on copy ${side.toUpperCase()}.`);
    }
    const known = this.#epochs.get(vm.ref);
    this.judged.S5 += 1;
    if (known && register.epoch < known.last && !movedSeat(sim, vm))
      this.#breach(sim, "S5", `The epoch of ${vm.name} fell from ${known.last} to ${register.epoch}.`);
    if (!known) this.#epochs.set(vm.ref, { first: register.epoch, last: register.epoch });
    else known.last = register.epoch;
  }

  #judgeDrill(sim: Sim, vm: SimVm): void {
    const { recovery } = vm;
    const { nowMs, settings } = sim.world;
    if (!recovery?.drill || !isHeldUp(sim, vm)) this.#unsent.delete(vm.ref);
    else if (!this.#unsent.has(vm.ref)) this.#unsent.set(vm.ref, nowMs);
    if (!recovery?.drill) return;
    this.judged.S13 += 1;
    const { network, disk } = recovery.drill;
    if (network !== "isolated") this.#breach(sim, "S13", `The drill of ${vm.name} is on a production network.`);
    if (disk !== "clone") this.#breach(sim, "S13", `The drill of ${vm.name} writes into the copy itself.`);
    const isCut = sim.agenda
      .waiting(vm.pairRef)
      .some(({ event }) => event.kind === "recovery-checkpoint" && event.run === recovery.run);
    const unsentMs = nowMs - (this.#unsent.get(vm.ref) ?? nowMs);
    if (!isCut || unsentMs > 2 * settings.recoveryCheckpointMs)
      this.#breach(sim, "S13", `${vm.name} is not copied any more while its drill runs.`);
  }

  #judgeStart(sim: Sim, host: SimHost, effect: EffectOf<"start-vm"> | EffectOf<"go-live">): void {
    const vm = sim.world.vms[effect.vmRef];
    const register = vm && registerOf(sim, vm);
    const old = otherSide(host.side);
    if (!vm || !register || register.owner !== host.side || register.previousOwner?.side !== old) return;
    if (effect.kind === "go-live" || effect.why !== "takeover") return;
    // The fence was confirmed, by the witness or by the old owner itself: then nothing of it may run there.
    if (host.protocol?.vms[vm.ref]?.previousOwnerUntilMs === Number.NEGATIVE_INFINITY) {
      this.judged.S6 += 1;
      if (mayAct(sim, vm, old))
        this.#breach(sim, "S6", `${vm.name} is started while ${old.toUpperCase()} still runs it.`);
      return;
    }
    const witness = sim.world.witnesses[usedWitness(sim, vm.pairRef)];
    const leaseEndsAtMs = witness?.protocolOf[vm.pairRef]?.previousLeaseEndsAtMs[`${vm.pairRef}/${vm.ref}`];
    if (leaseEndsAtMs === undefined) return;
    const spareMs = pairNowMs(sim, vm.pairRef) - leaseEndsAtMs;
    this.judged.S6 += 1;
    this.leastSpareMs = Math.min(this.leastSpareMs ?? Number.POSITIVE_INFINITY, spareMs);
    if (spareMs < 0) this.#breach(sim, "S6", `${vm.name} is started while the old lease still holds.`);
    if (mayAct(sim, vm, old))
      this.#breach(sim, "S6", `${vm.name} is started while ${old.toUpperCase()} still runs it.`);
  }

  #judgeRelease(sim: Sim, host: SimHost, vmRef: string): void {
    const vm = sim.world.vms[vmRef];
    const register = vm && registerOf(sim, vm);
    if (!vm || !register) return;
    this.judged.S4 += 1;
    const partner = otherSide(host.side);
    const holds = register.owner === host.side && !register.inSync.includes(partner);
    const yielded = (durableOf(sim, vm, partner)?.yieldedEpoch ?? -1) >= register.epoch;
    if (!holds && !yielded) this.#breach(sim, "S4", `${host.name} lets go what ${vm.name} held without the token.`);
  }

  #note(sim: Sim, invariant: Invariant, vm: SimVm | undefined, wrong: (vm: SimVm) => string | null): void {
    const sentence = vm ? wrong(vm) : null;
    if (sentence !== null) this.#breach(sim, invariant, sentence);
  }

  #breach(sim: Pick<Sim, "world">, invariant: Invariant, sentence: string): void {
    if (this.breaches.some((known) => known.invariant === invariant && known.sentence === sentence)) return;
    this.breaches.push({ invariant, atMs: sim.world.nowMs, sentence });
  }
}

/** Without a list of them all: this is asked after every event. */
function hasFault({ faults }: World, suits: (kind: FaultKind) => boolean): boolean {
  for (const id in faults) if (suits((faults[id] as SimFault).kind)) return true;
  return false;
}

/** Somebody asked for it: what goes on here was handed over, and no incident stands behind it. */
const isMoved = (host: SimHost, { vmRef }: EffectOf<"go-live">): boolean => host.durable?.vms[vmRef]?.rootRef === null;

/** Something waits to be sent, the line and a host are there for it, and it is not. */
const isHeldUp = (sim: Sim, vm: SimVm): boolean =>
  vm.recovery != null && maySend(sim, vm, vm.recovery) && vm.recovery.bytesPerSecond === 0;

const durableOf = (sim: Sim, vm: SimVm, side: Side) =>
  sim.world.hosts[sim.world.pairs[vm.pairRef]?.hosts[side] ?? ""]?.durable?.vms[vm.ref];

/** As the witness has it that the pair uses. */
export const registerOf = (sim: Sim, vm: SimVm): StoredRegister | null =>
  registersOf(sim, vm.pairRef)?.[vm.ref] ?? null;

const registersOf = (sim: Sim, pairRef: string): Readonly<Record<string, StoredRegister>> | undefined =>
  sim.world.witnesses[usedWitness(sim, pairRef)]?.protocolOf[pairRef]?.durable.pairs[pairRef];

/** What an abandoned witness decided and no host ever heard of is nothing: the next one goes on from what hosts knew. */
const movedSeat = (sim: Sim, vm: SimVm): boolean =>
  SIDES.some((side) => sim.world.hosts[sim.world.pairs[vm.pairRef]?.hosts[side] ?? ""]?.durable?.seat != null);

/** On a sound disk, and with all that was acknowledged. */
export function isWhole({ legs, client }: SimVm, side: Side): boolean {
  const leg = legs[side];
  return !!leg && !leg.failed && leg.missingBytes === 0 && leg.written >= client.acknowledged;
}

/**
 * Its guest goes on there: also where its writes are held it reads, and answers clients by what it read. One that was in
 * lockstep is frozen by the loss of that, and one that was paused for a move stays so.
 */
function mayAct(sim: Sim, vm: SimVm, side: Side): boolean {
  const instance = vm.instances[side];
  const runs = instance?.role === "active" && (instance.state === "Running" || instance.state === "Starting");
  const known = hostAt(sim, vm.pairRef, side).protocol?.vms[vm.ref];
  const frozen = vm.lockstep !== null || (known !== undefined && known.lockstep !== "off");
  return runs && !frozen && vm.migration?.paused !== true;
}

function mayWrite(vm: SimVm, side: Side): boolean {
  const instance = vm.instances[side];
  return instance?.role === "active" && instance.state === "Running" && !instance.held;
}
