import type { PairPrediction, PairView } from "@v-available/api/view/pair";
import type { Loss } from "@v-available/domain/prediction";
import { otherSide, type Side } from "@v-available/domain/state";

/** What the pair page is asked to imagine; "now" imagines nothing. */
export type WhatIf = Loss | "now";

/** How the choice is written in the URL: short, and stable. */
const IN_URL = {
  now: "",
  "host-a": "lose-a",
  "host-b": "lose-b",
  "both-links": "cut-links",
  witness: "lose-witness",
  site: "lose-site",
} as const satisfies Record<WhatIf, string>;

export const CHOICES = Object.keys(IN_URL) as readonly WhatIf[];

export const whatIfText = (choice: WhatIf): string => IN_URL[choice];
export const parseWhatIf = (text: string): WhatIf => CHOICES.find((choice) => IN_URL[choice] === text) ?? "now";

/** The next choice, for the key that walks through them. */
export const nextWhatIf = (choice: WhatIf): WhatIf => CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length] ?? "now";

type Named = Pick<PairView, "hostNames" | "site" | "hosts">;

/** The site loses both hosts where they share it; else only the one that is there. */
function lostBySite({ hosts, site }: Named): Record<Side, boolean> {
  return { a: hosts.a.site.id === site.id, b: hosts.b.site.id === site.id };
}

export function lostSides(choice: WhatIf, pair: Named): Record<Side, boolean> {
  if (choice === "site") return lostBySite(pair);
  return { a: choice === "host-a", b: choice === "host-b" };
}

export const choiceLabel = (choice: WhatIf, pair: Named): string =>
  ({
    now: "Now",
    "host-a": `Lose ${pair.hostNames.a}`,
    "host-b": `Lose ${pair.hostNames.b}`,
    "both-links": "Cut both links",
    witness: "Lose the witness",
    site: `Lose ${pair.site.name}`,
  })[choice];

export const predictionFor = (choice: WhatIf, predictions: readonly PairPrediction[]): PairPrediction | null =>
  choice === "now" ? null : (predictions.find((prediction) => prediction.loss === choice) ?? null);

/** What is said beside the witness about the token. */
export function tokenWords(choice: WhatIf, pair: Named & Pick<PairView, "token" | "designatedSurvivor">): string {
  const { token, hostNames, hosts } = pair;
  if (token === null) return "no token yet";
  const lost = lostSides(choice, pair);
  if (lost.a && lost.b) return `epoch ${token.epoch}, nobody left to ask`;
  if (lost.a || lost.b) return `epoch ${token.epoch + 1}, token won by ${hostNames[otherSide(lost.a ? "a" : "b")]}`;
  if (choice === "witness") return `epoch ${token.epoch}, frozen until a witness answers`;
  if (pair.designatedSurvivor !== null)
    return `epoch ${token.epoch}, ${hostNames[pair.designatedSurvivor]} goes on alone`;
  // Each machine has a token of its own; where they lie with both hosts, naming one of them would be half the truth.
  if (hosts.a.holdsToken && hosts.b.holdsToken) return `newest epoch ${token.epoch}, tokens with both hosts`;
  return `epoch ${token.epoch}, ${token.owner === null ? "token with nobody" : `token with ${hostNames[token.owner]}`}`;
}
