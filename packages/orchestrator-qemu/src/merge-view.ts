import type { HostView } from "@v-available/domain/agent-wire";
import type { Observed, ObservedHost, ObservedLink, ObservedPair, ObservedWitness } from "@v-available/domain/observed";
import { type LeaseState, type LinkState, otherSide, SIDES, type Side } from "@v-available/domain/state";
import type { PairConfig } from "./config";
import { type BothHeard, freshView } from "./heard";
import { mergeVms } from "./merge-vm";

/**
 * Two hosts' views of one pair as one truth. First-hand and fresh comes first; for a host that can't be heard its partner
 * speaks as far as it can; what nobody can know now is Unknown, never the last good news.
 */
export function mergePair(config: PairConfig, heard: BothHeard): Observed[] {
  return [
    mergedPair(config, heard),
    ...SIDES.map((side) => mergedHost(config, heard, side)),
    ...mergeLinks(heard),
    ...mergeWitnesses(heard),
    ...mergeVms(heard),
  ];
}

function mergedPair(config: PairConfig, heard: BothHeard): ObservedPair {
  const fresh = SIDES.flatMap((side) => freshView(heard, side) ?? []);
  const last = fresh.length > 0 ? fresh : SIDES.flatMap((side) => heard[side].view ?? []);
  return {
    kind: "pair",
    ref: config.ref,
    name: config.name,
    siteRef: config.siteRef,
    hostRefs: { a: config.hosts.a.ref, b: config.hosts.b.ref },
    observedAtMs: Math.max(heard.a.heardAtMs ?? 0, heard.b.heardAtMs ?? 0),
    heardWithAll: false,
    // The partner promises first and is the last to be released: while either is bound, the pair is.
    designatedSurvivor: last.find((view) => view.designatedSurvivor !== null)?.designatedSurvivor ?? null,
    leases: { a: leaseOf(heard, "a"), b: leaseOf(heard, "b") },
    recoveryTarget: null,
  };
}

/** Only a host itself knows what it was promised. */
const leaseOf = (heard: BothHeard, side: Side): LeaseState | null => {
  const own = freshView(heard, side);
  return own === null ? "Unknown" : own.lease;
};

/** What a host that is heard says about a partner that is not. "alive" is not enough to show its last state as the present one. */
const STATE_BY_CONTACT = {
  alive: "Unknown",
  suspect: "Suspect",
  dead: "Offline",
  fenced: "Fenced",
  never: "Unknown",
} as const;

function mergedHost(config: PairConfig, heard: BothHeard, side: Side): ObservedHost {
  const own = freshView(heard, side);
  if (own !== null) return own.host;
  const partner = freshView(heard, otherSide(side))?.partner;
  const last = heard[side].view?.host ?? unheardHost(config, side);
  const heartbeats = [partner?.lastHeartbeatAtMs, last.lastHeartbeatAtMs].filter(
    (at) => at !== undefined && at !== null,
  );
  return {
    ...last,
    state: stateByPartner(partner),
    lastHeartbeatAtMs: heartbeats.length > 0 ? Math.max(...heartbeats) : null,
    usedCores: 0,
    usedMemoryMiB: 0,
    upSinceMs: null,
  };
}

function stateByPartner(partner: HostView["partner"] | undefined): ObservedHost["state"] {
  if (partner === undefined) return "Unknown";
  return partner.inMaintenance ? "Maintenance" : STATE_BY_CONTACT[partner.contact];
}

/** Of a host that was never heard only what the configuration says is known. */
const unheardHost = (config: PairConfig, side: Side): ObservedHost => ({
  kind: "host",
  ref: config.hosts[side].ref,
  name: config.hosts[side].name,
  siteRef: config.hosts[side].siteRef,
  pairRef: config.ref,
  side,
  state: "Unknown",
  cores: 0,
  memoryMiB: 0,
  usedCores: 0,
  usedMemoryMiB: 0,
  cpuModel: "",
  cpuFeatures: null,
  watchdog: "absent",
  clock: null,
  upSinceMs: null,
  lastHeartbeatAtMs: null,
  heartbeatMs: 0,
  components: [],
});

const GRAVITY: Record<LinkState, number> = { Up: 0, Unknown: 1, Degraded: 2, OutOfService: 3, Flapping: 4, Down: 5 };

/** A cable is as bad as the worse end says. */
function mergeLinks(heard: BothHeard): ObservedLink[] {
  const links = new Map<string, ObservedLink>();
  const fresh = SIDES.flatMap((side) => freshView(heard, side)?.links ?? []);
  for (const link of fresh) {
    const known = links.get(link.ref);
    if (known === undefined || GRAVITY[link.state] > GRAVITY[known.state]) links.set(link.ref, link);
  }
  if (fresh.length > 0) return [...links.values()];
  for (const link of SIDES.flatMap((side) => heard[side].view?.links ?? [])) {
    links.set(link.ref, { ...link, state: "Unknown", rttP50Ms: null, rttP99Ms: null, usedBytesPerSecond: 0 });
  }
  return [...links.values()];
}

const UNSEEN = { reachable: false, rttMs: null } as const;

function mergeWitnesses(heard: BothHeard): ObservedWitness[] {
  const views = SIDES.flatMap((side) => heard[side].view ?? []);
  const refs = [...new Set(views.flatMap((view) => view.witnesses.map((witness) => witness.ref)))];
  const used = usedWitness(views);
  return refs.flatMap((ref) => {
    const told = views.flatMap((view) => view.witnesses).find((witness) => witness.ref === ref);
    if (told === undefined) return [];
    const sightOf = (side: Side) => {
      const own = freshView(heard, side)?.witnesses.find((witness) => witness.ref === ref);
      if (own !== undefined) return { reachable: own.reachable, rttMs: own.rttMs, atMs: own.atMs };
      return { ...UNSEEN, atMs: heard[side].view?.witnesses.find((witness) => witness.ref === ref)?.atMs ?? 0 };
    };
    const { name, siteName, endpoint, preferred, independent } = told;
    const pairRef = views[0]?.pairRef ?? "";
    const seenBy = { a: sightOf("a"), b: sightOf("b") };
    const inUse = ref === used;
    return [
      { kind: "witness" as const, ref, name, pairRef, siteName, endpoint, preferred, inUse, independent, seenBy },
    ];
  });
}

/** Where the registers are: of two hosts that differ for a moment, the one with the later term knows. */
function usedWitness(views: readonly HostView[]): string | null {
  const seats = views.flatMap(({ witnesses }) =>
    witnesses.flatMap(({ ref, seatTerm }) => (seatTerm === null ? [] : [{ ref, seatTerm }])),
  );
  return seats.sort((one, other) => other.seatTerm - one.seatTerm)[0]?.ref ?? null;
}
