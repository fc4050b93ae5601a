import { PROTECTION_LABEL, type Tone } from "@v-available/domain/label";
import { PROTECTION_ORDER } from "@v-available/domain/protection-rank";
import { sentenceOfTruth } from "@v-available/domain/sentence";
import { listWords, numberWords, sentenceCase } from "@v-available/domain/wording";
import { protectionWord } from "../../view/staleness";
import type { Shown } from "./machine-order";

/** The sentence of the overview, so that the two never differ. */
export function leadOf(shown: readonly Shown[], nowMs: number): string {
  const summaries = shown.map(({ row, state }) => ({
    protection: {
      state,
      power: row.power,
      declared: row.declaredStop,
      effective: state === "Unknown" ? ("unprotected" as const) : row.headline.effective,
      etaAtMs: row.headline.etaAtMs,
    },
    siteId: row.site.id,
    siteName: row.site.name,
    exposedSinceMs: row.headline.exposedSinceMs,
    observedAtMs: row.headline.observedAtMs,
  }));
  return sentenceOfTruth(summaries, nowMs).lead;
}

/** Declared with one copy and running as declared: nobody failed it, as the lead sees it as well. */
const byChoice = ({ row, state }: Shown): boolean =>
  row.declaredStop === "unprotected" && state !== "Down" && state !== "AwaitingQuorum";

/** What is not known is counted by the lead. */
const COUNTED = PROTECTION_ORDER.toReversed().filter((state) => state !== "Protected" && state !== "Unknown");

/** What is not as it should be, counted by state, the worst first; null where all is. */
export function differingOf(shown: readonly Shown[]): { readonly words: string; readonly tone: Tone } | null {
  const asked = shown.filter((one) => !byChoice(one));
  const counts = COUNTED.map((state) => ({ state, count: asked.filter((one) => one.state === state).length })).filter(
    ({ count }) => count > 0,
  );
  const worst = counts[0]?.state;
  if (worst === undefined) return null;
  const words = counts.map(({ state, count }) => `${numberWords(count)} ${protectionWord(state).toLowerCase()}`);
  return { words: `${sentenceCase(listWords(words))}.`, tone: PROTECTION_LABEL[worst].tone };
}
