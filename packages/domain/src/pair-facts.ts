import type { ObservedHost, ObservedLink, ObservedPair, ObservedVm, ObservedWitness } from "./observed";
import {
  type HostState,
  type InstanceState,
  type LinkState,
  type MirrorLegState,
  otherSide,
  SIDES,
  type Side,
} from "./state";

/** All that is known of one pair, as the rules of this package need it. */
export interface PairFacts {
  /** Null where the pair was never heard of. */
  readonly pair: ObservedPair | null;
  readonly hosts: { readonly a: ObservedHost | null; readonly b: ObservedHost | null };
  readonly links: readonly ObservedLink[];
  readonly witnesses: readonly ObservedWitness[];
  readonly nowMs: number;
  readonly staleAfterMs: number;
  /**
   * When the pair was last heard from, where the caller knows better than the pair's own record: an adapter's sign of
   * life renews it without sending the pair again.
   */
  readonly observedAtMs?: number | undefined;
}

/** The same, with every machine of the pair: needed where capacity matters. */
export interface PairWithMachines extends PairFacts {
  readonly machines: readonly ObservedVm[];
}

/**
 * When a pair was last heard.
 * @param toldAtMs as was told of it alone
 * @param allAtMs when its adapter last heard all pairs that it hears all the time; null where it hears none so
 */
export const heardAtMsOf = (
  { heardWithAll }: Pick<ObservedPair, "heardWithAll">,
  toldAtMs: number,
  allAtMs: number | null,
): number => (heardWithAll ? Math.max(toldAtMs, allAtMs ?? toldAtMs) : toldAtMs);

/** How long ago the pair was heard from; infinite where it never was. */
export function ageMs(facts: PairFacts): number {
  const observedAtMs = facts.observedAtMs ?? facts.pair?.observedAtMs;
  return observedAtMs === undefined ? Number.POSITIVE_INFINITY : Math.max(0, facts.nowMs - observedAtMs);
}

export const isStale = (facts: PairFacts): boolean => facts.pair === null || ageMs(facts) > facts.staleAfterMs;

/** The same facts at the moment at which they were last heard: what may then be said was the last known state. */
export const asHeard = <Facts extends PairFacts>(facts: Facts): Facts => ({
  ...facts,
  nowMs: facts.nowMs - ageMs(facts),
});

/** What a host can be counted on for. Doubt is not death: a timeout is only a suspicion. */
export const HOST_STANDING: Readonly<Record<HostState, "serves" | "in-doubt" | "away">> = {
  Offline: "away",
  Booting: "away",
  Joining: "in-doubt",
  Running: "serves",
  Degraded: "serves",
  PredictedToFail: "serves",
  Evacuating: "serves",
  Maintenance: "away",
  Finalizing: "in-doubt",
  Suspect: "in-doubt",
  Fenced: "away",
  Failed: "away",
  PoweredOff: "away",
  Unknown: "in-doubt",
};

export const hostStanding = (facts: PairFacts, side: Side): "serves" | "in-doubt" | "away" => {
  const host = facts.hosts[side];
  return host ? HOST_STANDING[host.state] : "in-doubt";
};

export const hostName = (facts: PairFacts, side: Side): string =>
  facts.hosts[side]?.name ?? `host ${side.toUpperCase()}`;

/** The adapter is heard, and hears neither host: they may be off, or out of reach. */
export const bothUnheard = ({ hosts }: PairFacts): boolean => SIDES.every((side) => hosts[side]?.state === "Unknown");

/** What is to say of a pair that is not heard. */
export const silenceWords = (facts: PairFacts): string =>
  bothUnheard(facts)
    ? `neither ${hostName(facts, "a")} nor ${hostName(facts, "b")} answers anybody: they are off, or out of reach.`
    : "its hosts decide without the console.";

/** A link carries traffic. A slow one does; a flapping one cannot be counted on. */
export const LINK_CARRIES: Readonly<Record<LinkState, boolean>> = {
  Up: true,
  Degraded: true,
  Down: false,
  Flapping: false,
  OutOfService: false,
  Unknown: false,
};

export const availabilityLinks = (facts: PairFacts): readonly ObservedLink[] =>
  facts.links.filter((link) => link.linkKind === "availability-a" || link.linkKind === "availability-b");

export const carryingLinks = (facts: PairFacts): readonly ObservedLink[] =>
  availabilityLinks(facts).filter((link) => LINK_CARRIES[link.state]);

/** True where the hosts hear each other on any path, management included. */
export const hostsHearEachOther = (facts: PairFacts): boolean =>
  facts.links.some((link) => LINK_CARRIES[link.state] && link.linkKind !== "business" && link.linkKind !== "wan");

/** The witness that holds the registers: another one can give nobody the token before the hosts have moved there. */
export const usedWitness = (facts: PairFacts): ObservedWitness | null =>
  facts.witnesses.find(({ inUse }) => inUse) ?? null;

/** Which hosts see the witness that holds the registers. */
export function witnessSeenBy(facts: PairFacts): Record<Side, boolean> {
  const used = usedWitness(facts);
  return { a: used?.seenBy.a.reachable ?? false, b: used?.seenBy.b.reachable ?? false };
}

/** A witness that both hosts see: where they are not asking it, they move to it while they hear each other. */
export const commonWitness = (facts: PairFacts, except?: ObservedWitness): ObservedWitness | null => {
  const common = facts.witnesses.filter((w) => w !== except && w.seenBy.a.reachable && w.seenBy.b.reachable);
  return common.find((witness) => witness.preferred) ?? common[0] ?? null;
};

/** What comes without anyone where the hosts no longer both see the witness that they ask; null where nothing does. */
export function nextWitnessWords(facts: PairFacts): string | null {
  const alternate = commonWitness(facts);
  return alternate && hostsHearEachOther(facts) ? `The hosts move to ${alternate.name}, which both see.` : null;
}

/** True where a host may go on alone or take over: it sees a witness, or both hosts designated it. */
export const mayWinToken = (facts: PairFacts, side: Side): boolean => {
  const designated = facts.pair?.designatedSurvivor ?? null;
  if (designated !== null) return designated === side;
  return witnessSeenBy(facts)[side];
};

/** The side that runs it now by its instances; null where none does. Both only in a split brain. */
export function runningSides(vm: ObservedVm): readonly Side[] {
  return SIDES.filter((side) => vm.instances[side] === "Running");
}

/** An instance that can write nothing: there is none, or it only holds memory. */
const WRITES_NOTHING: ReadonlySet<InstanceState | null> = new Set([
  null,
  "Stopped",
  "Provisioning",
  "MemorySync",
  "Synchronized",
]);

/** Off as asked, and both hosts say that nothing of it writes: there is nothing to replicate. */
export const standsOff = (vm: ObservedVm): boolean =>
  vm.desiredPower === "off" && SIDES.every((side) => WRITES_NOTHING.has(vm.instances[side]));

/**
 * What a machine's two copies are worth: two only where the partner's could be started at once. While it is off the
 * mirror stands still, and the two stay as the register last wrote them down.
 */
export function hasTwoCopies(vm: ObservedVm): boolean {
  if (vm.histories || vm.undecided) return false;
  const { replication, outOfSyncBytes } = vm.mirror;
  const alike =
    replication === "Established" ||
    replication === "Verify" ||
    (standsOff(vm) && !isResyncing(vm) && outOfSyncBytes === 0);
  return (
    alike &&
    vm.mirror.legs.a === "UpToDate" &&
    vm.mirror.legs.b === "UpToDate" &&
    SIDES.every((side) => vm.register?.inSync.includes(side))
  );
}

/** How a copy that nobody may go on with is spoken of. */
const USELESS_COPY: Readonly<Partial<Record<MirrorLegState, string>>> = {
  Diskless: "missing",
  Failed: "broken",
  Inconsistent: "incomplete",
  Outdated: "outdated",
};

/** What is wrong with each copy where its hosts may go on with neither; null where they may with one, or nobody knows. */
export function lostCopies(vm: ObservedVm): Readonly<Record<Side, string>> | null {
  const { a, b } = { a: USELESS_COPY[vm.mirror.legs.a], b: USELESS_COPY[vm.mirror.legs.b] };
  return a === undefined || b === undefined ? null : { a, b };
}

export const isResyncing = (vm: ObservedVm): boolean =>
  vm.mirror.replication === "SyncSource" || vm.mirror.replication === "SyncTarget";

/** How much of the mirror is on both sides, 0 to 1. */
export const copiedRatio = (vm: ObservedVm): number =>
  vm.mirror.totalBytes === 0 ? 0 : 1 - Math.min(1, vm.mirror.outOfSyncBytes / vm.mirror.totalBytes);

/** When a running resync is expected to be complete; null where it makes no way. */
export const resyncEtaAtMs = (vm: ObservedVm, nowMs: number): number | null =>
  isResyncing(vm) && vm.mirror.resyncBytesPerSecond > 0
    ? nowMs + Math.ceil((vm.mirror.outOfSyncBytes / vm.mirror.resyncBytesPerSecond) * 1_000)
    : null;

export const partnerOf = (vm: ObservedVm): Side => otherSide(vm.activeSide);
