import type { MachineTick, OverviewView, PairCell, SiteCell } from "@v-available/api/view/overview";
import { isBelow } from "@v-available/domain/level";
import { PROTECTION_ORDER } from "@v-available/domain/protection";
import type { PairState, ProtectionState } from "@v-available/domain/state";
import { ageWords, countWords, numberWords } from "@v-available/domain/wording";

/**
 * The overview as it may be shown now: what is older than the bound is Unknown, whatever the last answer said. The
 * server does the same when it answers; this goes on doing it while no answer comes.
 */
export interface AgedMachine {
  readonly id: string;
  readonly name: string;
  readonly declaredStop: PairCell["machines"][number]["declaredStop"];
  readonly state: ProtectionState;
  /** The state whose colour it takes on the map; null where it is as it should be. */
  readonly trouble: ProtectionState | null;
}

export interface AgedPair {
  readonly cell: PairCell;
  readonly state: PairState;
  readonly machines: readonly AgedMachine[];
}

export interface AgedSite {
  readonly id: string;
  readonly name: string;
  readonly pairs: readonly AgedPair[];
  readonly machineCount: number;
  readonly troubled: number;
  /** The state whose colour the row takes; null where all is well. */
  readonly worst: ProtectionState | null;
}

export interface AgedFleet {
  readonly regions: readonly {
    readonly name: string;
    readonly sites: readonly AgedSite[];
    readonly pairCount: number;
  }[];
  readonly sentence: OverviewView["sentence"];
  /** The colour of the second line. */
  readonly tone: ProtectionState | null;
  readonly unknownCount: number;
}

export interface AgeFacts {
  readonly nowMs: number;
  readonly staleAfterMs: number;
  readonly pairObservedAtMs: Readonly<Record<string, number>>;
}

const worse = (a: ProtectionState | null, b: ProtectionState | null): ProtectionState | null => {
  if (a === null || b === null) return a ?? b;
  return PROTECTION_ORDER.indexOf(b) > PROTECTION_ORDER.indexOf(a) ? b : a;
};

/** While a copy is being made there is still only one: it takes the colour of what would be lost, not of the repair. */
const ON_THE_WAY: readonly ProtectionState[] = ["Resyncing", "Reprotecting", "Degraded"];

function troubleOf({ declaredStop, headline }: MachineTick, stale: boolean): ProtectionState | null {
  if (stale) return "Unknown";
  const { state, effective } = headline;
  if (ON_THE_WAY.includes(state) && effective === "unprotected" && isBelow(effective, declaredStop))
    return "Unprotected";
  // Declared Unprotected is as it was wished: no trouble, no colour.
  if (state === "Protected" || (state === "Unprotected" && declaredStop === "unprotected")) return null;
  return state;
}

function agePair(cell: PairCell, { nowMs, staleAfterMs, pairObservedAtMs }: AgeFacts): AgedPair {
  const observedAtMs = Math.max(cell.headline.observedAtMs, pairObservedAtMs[cell.id] ?? 0);
  const stale = nowMs - observedAtMs > staleAfterMs;
  return {
    cell,
    state: stale ? "Unknown" : cell.headline.state,
    machines: cell.machines.map((machine) => ({
      id: machine.id,
      name: machine.name,
      declaredStop: machine.declaredStop,
      state: stale ? "Unknown" : machine.headline.state,
      trouble: troubleOf(machine, stale),
    })),
  };
}

function ageSite(site: SiteCell, facts: AgeFacts): AgedSite {
  const pairs = site.pairs.map((pair) => agePair(pair, facts));
  const machines = pairs.flatMap((pair) => pair.machines);
  const troubled = machines.filter(({ trouble }) => trouble !== null);
  return {
    id: site.id,
    name: site.name,
    pairs,
    machineCount: machines.length,
    troubled: troubled.length,
    worst: troubled.reduce<ProtectionState | null>((worst, machine) => worse(worst, machine.trouble), null),
  };
}

/** What the server said is true only as long as what it rests on is young; else it is said anew, without it. */
function sentenceOf(view: OverviewView, sites: readonly AgedSite[], facts: AgeFacts): AgedFleet["sentence"] {
  const machines = sites.flatMap((site) => site.pairs.flatMap((pair) => pair.machines));
  const unknown = machines.filter((machine) => machine.state === "Unknown").length;
  if (unknown <= view.byState.Unknown) return view.sentence;
  const lastHeardAtMs = Math.max(
    0,
    ...sites.flatMap((site) =>
      site.pairs.map(({ cell }) => Math.max(cell.headline.observedAtMs, facts.pairObservedAtMs[cell.id] ?? 0)),
    ),
  );
  if (unknown === machines.length)
    return {
      main: `Nothing is known of ${countWords(machines.length, "machine")} now.`,
      second: `Last heard ${ageWords(lastHeardAtMs, facts.nowMs)}. The hosts go on deciding without the console.`,
    };
  const known = machines.length - unknown;
  const fine = machines.filter((machine) => machine.trouble === null && machine.declaredStop !== "unprotected").length;
  return {
    main: `${numberWords(fine)} of ${numberWords(known)} heard ${known === 1 ? "machine" : "machines"} ${fine === 1 ? "is" : "are"} protected.`,
    second: `${countWords(unknown, "machine")} ${unknown === 1 ? "is" : "are"} Unknown and not counted.`,
  };
}

export function ageFleet(view: OverviewView, facts: AgeFacts): AgedFleet {
  const regions = view.regions.map((region) => {
    const sites = region.sites.filter((site) => site.pairs.length > 0).map((site) => ageSite(site, facts));
    return { name: region.name, sites, pairCount: sites.reduce((count, site) => count + site.pairs.length, 0) };
  });
  const sites = regions.flatMap((region) => region.sites);
  const sentence = sentenceOf(view, sites, facts);
  return {
    regions: regions.filter((region) => region.sites.length > 0),
    sentence,
    tone:
      sentence.second === null
        ? null
        : sites.reduce<ProtectionState | null>((tone, site) => worse(tone, site.worst), null),
    unknownCount: sites.reduce(
      (count, site) =>
        count + site.pairs.flatMap((pair) => pair.machines).filter((machine) => machine.state === "Unknown").length,
      0,
    ),
  };
}
