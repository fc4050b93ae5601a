import type { PairRow } from "@v-available/api/view/pair";
import { PAIR_LABEL, type Tone } from "@v-available/domain/label";
import { PAIR_STATES, type PairState } from "@v-available/domain/state";
import { countWords, listWords, numberWords, sentenceCase } from "@v-available/domain/wording";

export interface ShownPair {
  readonly pair: PairRow;
  readonly state: PairState;
}

const count = (shown: readonly ShownPair[], state: PairState): number =>
  shown.filter((one) => one.state === state).length;

/** How many pairs are normal, of how many, where. */
export function leadOf(shown: readonly ShownPair[]): string {
  const normal = count(shown, "Normal");
  const sites = countWords(new Set(shown.map(({ pair }) => pair.site.id)).size, "site");
  if (count(shown, "Unknown") === shown.length)
    return `The state of all ${countWords(shown.length, "pair")} is not known.`;
  return normal === shown.length
    ? `${countWords(shown.length, "pair")} at ${sites}, all normal.`
    : `${numberWords(normal)} of ${countWords(shown.length, "pair")} at ${sites} ${normal === 1 ? "is" : "are"} normal.`;
}

/** What pairs in a state do, said of one and of many. */
const STATE_WORDS: Readonly<Record<PairState, readonly [one: string, many: string]>> = {
  Normal: ["is normal", "are normal"],
  SingleHost: ["runs on a single host", "run on a single host"],
  Partitioned: ["is partitioned", "are partitioned"],
  WitnessLost: ["has lost its witness", "have lost their witness"],
  AwaitingQuorum: ["awaits a quorum", "await a quorum"],
  Down: ["is down", "are down"],
  SplitBrain: ["is in split brain", "are in split brain"],
  Unknown: ["is not known", "are not known"],
};

/** The others, counted by state. */
export function differingOf(shown: readonly ShownPair[]): { readonly words: string; readonly tone: Tone } | null {
  const states = PAIR_STATES.filter((state) => state !== "Normal" && count(shown, state) > 0);
  const [first] = states;
  if (first === undefined || count(shown, "Unknown") === shown.length) return null;
  const words = states.map((state) => {
    const many = count(shown, state);
    return `${numberWords(many)} ${STATE_WORDS[state][many === 1 ? 0 : 1]}`;
  });
  return { words: `${sentenceCase(listWords(words))}.`, tone: PAIR_LABEL[first].tone };
}

/** What stands in the column of machines; the tone is that of the worst where something is not as it should be. */
export function machinesOf({ pair, state }: ShownPair): { readonly words: string; readonly tone: Tone | null } {
  const { machineCount, askedCount, protectedCount, exposedCount, glyph } = pair;
  const worst = glyph.worst;
  if (machineCount === 0) return { words: "no machine", tone: null };
  if (state === "Unknown") return { words: countWords(machineCount, "machine"), tone: null };
  if (exposedCount > 0) return { words: `${exposedCount} of ${machineCount} below level`, tone: "unprotected" };
  const missing = askedCount - protectedCount;
  if (missing > 0) {
    const how = worst === "AtRisk" ? "at risk" : "not protected";
    return { words: `${missing} of ${askedCount} ${how}`, tone: worst === "AtRisk" ? "atrisk" : "unprotected" };
  }
  const byChoice = machineCount - askedCount;
  const protectedWords = askedCount === 0 ? "" : `${protectedCount} protected`;
  return {
    words: [protectedWords, byChoice === 0 ? "" : `${byChoice} unprotected by choice`].filter(Boolean).join(", "),
    tone: null,
  };
}
