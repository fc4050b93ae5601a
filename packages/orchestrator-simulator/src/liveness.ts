import type { ObservedVm } from "@v-available/domain/observed";
import { SIDES } from "@v-available/domain/state";
import { RESTART_WAIT_MS } from "@v-available/domain/timing";
import type { Sim } from "./sim";
import { observeVm } from "./view";
import type { SimVm } from "./world/machine";

/**
 * What has to come about once a simulated world is calm: nothing is broken in it, every host runs, nobody works on one.
 * Judged, as safety is, on what is true and not on what a host believes.
 */
export const GOALS = {
  L1: "what should run serves again in time",
  L2: "a copy that is not complete becomes so, and goes on becoming it",
  L3: "both hosts come to one epoch",
  L4: "a guest is restarted three times, and then left to a person",
  L5: "every task ends",
} as const;
export type Goal = keyof typeof GOALS;

export interface Miss {
  readonly goal: Goal;
  readonly atMs: number;
  readonly sentence: string;
}

const EVERY_MS = 1_000;
const SLACK_MS = 30_000;
/** A copy that has not come nearer for this long is not being made. */
const NO_PROGRESS_MS = 60_000;
const ONE_EPOCH_MS = 60_000;
/** A move of the memory of the largest machine of a demo over 1 GbE, twice. */
const TASK_MS = 1_800_000;

interface Wait {
  readonly sinceMs: number;
  /** What is left to do, where that can be said: any progress begins the wait anew. */
  readonly left: number;
}

export class LivenessWatch {
  readonly misses: Miss[] = [];
  /** How often each was waited for and came about. */
  readonly met: Record<Goal, number> = { L1: 0, L2: 0, L3: 0, L4: 0, L5: 0 };
  readonly #waits = new Map<string, Wait>();
  readonly #crashes = new Map<string, number>();
  #nextMs = 0;

  /** As it is now, for a world that may be taken back to this moment. */
  copy(): LivenessWatch {
    const copy = new LivenessWatch();
    copy.misses.push(...this.misses);
    Object.assign(copy.met, this.met);
    for (const [key, wait] of this.#waits) copy.#waits.set(key, wait);
    for (const [ref, crashes] of this.#crashes) copy.#crashes.set(ref, crashes);
    copy.#nextMs = this.#nextMs;
    return copy;
  }

  /** What is waited for now. */
  waitsFor(goal: Goal): boolean {
    return [...this.#waits.keys()].some((key) => key.startsWith(goal));
  }

  /** To be called after every event; looks once in a virtual second. */
  readonly after = (sim: Sim): void => {
    const { nowMs } = sim.world;
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + EVERY_MS;
    this.#judgeRestarts(sim);
    if (!isCalm(sim)) this.#waits.clear();
    else {
      for (const vm of Object.values(sim.world.vms)) this.#judgeVm(sim, vm);
      for (const { key, observed } of Object.values(sim.world.tasks))
        this.#await(sim, "L5", key, observed.state === "running" ? 1 : 0, TASK_MS, `${observed.key} does not end.`);
    }
  };

  #judgeVm(sim: Sim, vm: SimVm): void {
    const observed = observeVm(sim, vm);
    if (isLeftToPeople(sim, vm, observed)) return;
    const { settings } = sim.world;
    const { timing, guestBootMs, applicationStartMs } = settings;
    const restartMs =
      timing.haDeadMs +
      timing.leaseMs +
      guestBootMs[vm.guest] +
      applicationStartMs +
      SLACK_MS +
      // Whoever waits for its turn waits so long at most, and its delay.
      (observed.restartWait ? RESTART_WAIT_MS : 0) +
      (observed.heed?.restart.delayMs ?? 0);
    const serves = SIDES.some((side) => observed.instances[side] === "Running") && !observed.held;
    const off = observed.desiredPower === "off";
    this.#await(sim, "L1", vm.ref, off || serves ? 0 : 1, restartMs, `${vm.name} does not serve.`);
    if (off || observed.declared.mirror === "none" || observed.register === null) return;
    if (observed.undecided) return;
    // What is missing on the last copy that counts is 0 while it is not yet in the register.
    const missing = observed.register.inSync.length === 2 ? 0 : observed.mirror.outOfSyncBytes + 1;
    this.#await(sim, "L2", vm.ref, missing, NO_PROGRESS_MS, `The other copy of ${vm.name} is not being made.`);
    const epochs = new Set(hostsOf(sim, vm).map((host) => host?.durable?.vms[vm.ref]?.register.epoch));
    this.#await(sim, "L3", vm.ref, epochs.size - 1, ONE_EPOCH_MS, `The hosts know two epochs of ${vm.name}.`);
  }

  #judgeRestarts(sim: Sim): void {
    const { guestRestartLimit } = sim.world.settings.timing;
    for (const vm of Object.values(sim.world.vms)) {
      // Where a policy has another word on it, that holds.
      if (observeVm(sim, vm).heed?.mtbf.policy === "always-restart") continue;
      const states = hostsOf(sim, vm).flatMap((host) => host?.protocol?.vms[vm.ref] ?? []);
      const crashes = Math.max(0, ...states.map(({ crashTimesMs }) => crashTimesMs.length));
      this.met.L4 += Math.max(0, crashes - (this.#crashes.get(vm.ref) ?? 0));
      this.#crashes.set(vm.ref, crashes);
      if (crashes > guestRestartLimit && states.some(({ instance }) => instance === "running"))
        this.#miss(sim, "L4", `${vm.name} was started again after ${crashes} crashes.`);
    }
  }
  #await(sim: Sim, goal: Goal, ref: string, left: number, withinMs: number, sentence: string): void {
    const key = `${goal} ${ref}`;
    const wait = this.#waits.get(key);
    const { nowMs } = sim.world;
    if (left === 0) {
      if (this.#waits.delete(key)) this.met[goal] += 1;
      return;
    }
    // More may be found to do than was thought: that is no progress, and what is done of it is.
    const sinceMs = wait === undefined || left < wait.left ? nowMs : wait.sinceMs;
    this.#waits.set(key, { sinceMs, left });
    if (nowMs - sinceMs > withinMs) this.#miss(sim, goal, sentence);
  }

  #miss(sim: Sim, goal: Goal, sentence: string): void {
    if (this.misses.some((known) => known.goal === goal && known.sentence === sentence)) return;
    this.misses.push({ goal, atMs: sim.world.nowMs, sentence });
  }
}

const hostsOf = ({ world }: Sim, vm: SimVm) =>
  SIDES.map((side) => world.hosts[world.pairs[vm.pairRef]?.hosts[side] ?? ""]);

const isCalm = ({ world }: Sim): boolean =>
  Object.keys(world.faults).length === 0 &&
  Object.values(world.witnesses).every(({ downBy }) => downBy.length === 0) &&
  Object.values(world.hosts).every(
    ({ power, agentUp, durable }) => power === "on" && agentUp && (durable?.maintenance ?? null) === null,
  );

/**
 * A guest that crashes and crashes, two copies that both may be right, none that is whole, or a machine that is at the
 * recovery site: nothing goes on by itself.
 */
function isLeftToPeople(sim: Sim, vm: SimVm, observed: ObservedVm): boolean {
  const hosts = hostsOf(sim, vm);
  return (
    observed.recoveryCopy?.live != null ||
    SIDES.some((side) => observed.instances[side] === "CrashedMtbfExceeded") ||
    hosts.some((host) => host?.durable?.vms[vm.ref]?.splitBrain) ||
    SIDES.every((side) => {
      const leg = vm.legs[side];
      // Of two copies that differ the one that waits is started by nobody but a person.
      return leg === null || leg.failed || leg.missingBytes > 0 || observed.undecided?.waits === side;
    })
  );
}
