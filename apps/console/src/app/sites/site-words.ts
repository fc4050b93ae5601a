import type { SiteLineView, SitesView, SiteView } from "@v-available/api/view/site";
import { type Label, PAIR_LABEL } from "@v-available/domain/label";
import { LINK_LABEL } from "@v-available/domain/part-label";
import { PAIR_STATES, type PairState } from "@v-available/domain/state";
import { countWords, listWords, trimmed } from "@v-available/domain/wording";

/** As the states are ordered: what is well last. */
const worstOf = (states: readonly PairState[]): PairState =>
  [...states].sort(
    (one, two) =>
      Number(one === "Normal") - Number(two === "Normal") || PAIR_STATES.indexOf(two) - PAIR_STATES.indexOf(one),
  )[0] ?? "Normal";

/** How a site stands: by the worst of its pairs, or by itself where nothing of it is heard. */
export function standingOf({ contact, pairs }: SiteView): Label {
  if (contact === "silent") return { ...PAIR_LABEL.Unknown, word: "Silent" };
  if (contact === "without-power") return { ...PAIR_LABEL.Down, word: "Without power" };
  if (pairs.length === 0) return { ...PAIR_LABEL.Normal, word: "No pair" };
  return PAIR_LABEL[worstOf(pairs.map(({ state }) => state))];
}

/** "2 pairs normal", or each state with how many are in it. */
export function pairsWords({ pairs }: SiteView): string {
  if (pairs.length === 0) return "no pair";
  const states = PAIR_STATES.filter((state) => pairs.some((pair) => pair.state === state));
  return listWords(
    states.map((state) => {
      const count = pairs.filter((pair) => pair.state === state).length;
      return `${countWords(count, "pair")} ${PAIR_LABEL[state].word.toLowerCase()}`;
    }),
  );
}

/** What a site is said to be, on the map and in the list alike. */
export const siteWords = (site: SiteView): string =>
  `${site.name}: ${standingOf(site).word.toLowerCase()}, ${pairsWords(site)}`;

const KIND_WORDS: Readonly<Record<SiteLineView["kind"], string>> = {
  pair: "hosts of",
  recovery: "recovery copies of",
  witness: "witness of",
};
export const purposeWords = ({ kind, pairNames }: SiteLineView): string =>
  `${KIND_WORDS[kind]} ${pairNames.length > 3 ? countWords(pairNames.length, "pair") : listWords(pairNames)}`;

export const rttWords = ({ rttMs }: SiteLineView): string => (rttMs === null ? "not known" : `${trimmed(rttMs, 1)} ms`);

export const isWrong = ({ contact, pairs }: SiteView): boolean =>
  contact === "silent" || contact === "without-power" || pairs.some(({ state }) => state !== "Normal");

/** The sentence on top: how many places, and what is wrong with which. */
export function leadOf({ sites, lines }: SitesView): string {
  const wrong = sites.filter(isWrong);
  const broken = lines.filter(({ state }) => state !== "Up");
  const whole = `${countWords(sites.length, "site")}`;
  if (wrong.length === 0 && broken.length === 0) return `${whole}; all are well, and so is every line between them.`;
  const at =
    wrong.length === 0
      ? ""
      : ` Something is wrong at ${wrong.length > 3 ? countWords(wrong.length, "site") : listWords(wrong.map(({ name }) => name))}.`;
  const of =
    broken.length === 0
      ? ""
      : ` ${countWords(broken.length, "line")} between sites ${broken.length === 1 ? "is" : "are"} ${broken.length === 1 ? LINK_LABEL[broken[0]?.state ?? "Unknown"].word.toLowerCase() : "not well"}.`;
  return `${whole}.${at}${of}`;
}
