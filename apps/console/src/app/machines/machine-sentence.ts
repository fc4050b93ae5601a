import type { FleetStanding } from "@v-available/api/view/machine";
import { PROTECTION_LABEL, type Tone } from "@v-available/domain/label";
import { PROTECTION_ORDER } from "@v-available/domain/protection-rank";
import { fleetLead } from "@v-available/domain/sentence";
import { listWords, numberWords, sentenceCase } from "@v-available/domain/wording";
import { protectionWord } from "../../view/staleness";

/** What may be believed of a fleet of which nothing was heard for too long. */
export const unheard = ({ counts: { total } }: FleetStanding): FleetStanding => ({
  counts: { total, protected: 0, notProtected: 0, unknown: total, byChoice: 0 },
  byState: {},
});

/** The sentence of the overview, so that the two never differ. */
export const leadOf = ({ counts }: FleetStanding): string => fleetLead(counts);

/** What is not known is counted by the lead. */
const COUNTED = PROTECTION_ORDER.toReversed().filter((state) => state !== "Protected" && state !== "Unknown");

/** What is not as it should be, counted by state, the worst first; null where all is. */
export function differingOf({ byState }: FleetStanding): { readonly words: string; readonly tone: Tone } | null {
  const counts = COUNTED.map((state) => ({ state, count: byState[state] ?? 0 })).filter(({ count }) => count > 0);
  const worst = counts[0]?.state;
  if (worst === undefined) return null;
  const words = counts.map(({ state, count }) => `${numberWords(count)} ${protectionWord(state).toLowerCase()}`);
  return { words: `${sentenceCase(listWords(words))}.`, tone: PROTECTION_LABEL[worst].tone };
}
