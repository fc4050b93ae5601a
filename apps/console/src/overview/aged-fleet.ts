import type { MachineTick, OverviewView, PairCell, SiteCell } from "@v-available/api/view/overview";
import { PROTECTION_LABEL, type Tone } from "@v-available/domain/label";
import { type PairsHeard, pairHeardAtMs } from "@v-available/domain/pairs-heard";
import { countsAsProtected, isExposed, worstOf } from "@v-available/domain/protection-rank";
import { type MachineSummary, type SentenceOfTruth, sentenceOfTruth } from "@v-available/domain/sentence";
import type { PairState, ProtectionState } from "@v-available/domain/state";

/**
 * The overview as it may be shown now: what is older than the bound is Unknown, whatever the last answer said. The
 * server does the same when it answers; this goes on doing it, with the same functions, while no answer comes.
 */
export interface AgedMachine {
  readonly id: string;
  readonly name: string;
  readonly declaredStop: MachineTick["declaredStop"];
  readonly state: ProtectionState;
  /** The colour it takes on the map; null where it is as it was declared. */
  readonly tone: Tone | null;
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
  /** The colour of the row; null where all is well. */
  readonly tone: Tone | null;
}

export interface AgedFleet {
  readonly regions: readonly {
    readonly name: string;
    readonly sites: readonly AgedSite[];
    readonly pairCount: number;
  }[];
  readonly truth: SentenceOfTruth;
}

export interface AgeFacts {
  readonly nowMs: number;
  readonly staleAfterMs: number;
  readonly pairsHeard: PairsHeard;
}

/** While a copy is being made there is still only one: it takes the colour of what would be lost, not of the repair. */
export const toneOf = (state: ProtectionState): Tone =>
  state === "Resyncing" ? PROTECTION_LABEL.Unprotected.tone : PROTECTION_LABEL[state].tone;

type Protection = MachineSummary["protection"];

/** As it was declared, Unprotected included: nobody failed such a machine. */
function isAsDeclared(protection: Protection): boolean {
  if (protection.declared === "unprotected")
    return protection.state === "Protected" || protection.state === "Unprotected";
  return protection.state === "Protected" || (countsAsProtected(protection) && !isExposed(protection));
}

interface Aged {
  readonly pair: AgedPair;
  readonly summaries: readonly MachineSummary[];
}

function agePair(cell: PairCell, site: SiteCell, { nowMs, staleAfterMs, pairsHeard }: AgeFacts): Aged {
  const observedAtMs = Math.max(cell.headline.observedAtMs, pairHeardAtMs(pairsHeard, cell.id));
  const stale = nowMs - observedAtMs > staleAfterMs;
  const summaries = cell.machines.map(({ declaredStop, power, headline }) => ({
    protection: {
      state: stale ? ("Unknown" as const) : headline.state,
      power,
      declared: declaredStop,
      effective: stale ? ("unprotected" as const) : headline.effective,
      etaAtMs: headline.etaAtMs,
    },
    siteId: site.id,
    siteName: site.name,
    exposedSinceMs: headline.exposedSinceMs,
    observedAtMs,
  }));
  const machines = cell.machines.map(({ id, name, declaredStop }, index): AgedMachine => {
    const protection = summaries[index]?.protection;
    const state = protection?.state ?? "Unknown";
    const tone = protection && isAsDeclared(protection) ? null : toneOf(state);
    return { id, name, declaredStop, state, tone };
  });
  return { pair: { cell, state: stale ? "Unknown" : cell.headline.state, machines }, summaries };
}

function ageSite(site: SiteCell, pairs: readonly AgedPair[]): AgedSite {
  const machines = pairs.flatMap((pair) => pair.machines);
  const troubled = machines.filter(({ tone }) => tone !== null);
  const worst = worstOf(troubled.map(({ state }) => state));
  return {
    id: site.id,
    name: site.name,
    pairs,
    machineCount: machines.length,
    troubled: troubled.length,
    tone: worst === null ? null : toneOf(worst),
  };
}

export function ageFleet(view: Pick<OverviewView, "regions" | "shelvedAlarms">, facts: AgeFacts): AgedFleet {
  const summaries: MachineSummary[] = [];
  const regions = view.regions.map((region) => {
    const sites = region.sites
      .filter((site) => site.pairs.length > 0)
      .map((site) => {
        const aged = site.pairs.map((pair) => agePair(pair, site, facts));
        for (const pair of aged) summaries.push(...pair.summaries);
        return ageSite(
          site,
          aged.map(({ pair }) => pair),
        );
      });
    return { name: region.name, sites, pairCount: sites.reduce((count, site) => count + site.pairs.length, 0) };
  });
  return {
    regions: regions.filter((region) => region.sites.length > 0),
    truth: sentenceOfTruth(summaries, facts.nowMs, view.shelvedAlarms),
  };
}
