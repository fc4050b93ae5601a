import { burdenedLink } from "./burdened-link";

/** One packet in twenty is lost: a cable that is kinked, a port that goes bad. */
export const linkLoss = burdenedLink(
  "link-loss",
  "Lose packets on one availability link",
  "Let it lose nothing again",
  {
    addedDelayMs: 0,
    lossRatio: 0.05,
  },
);
