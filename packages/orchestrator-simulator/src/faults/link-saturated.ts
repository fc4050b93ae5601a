import { burdenedLink } from "./burdened-link";

/** Others fill it to 95 %, and what is sent waits in a queue for 4 ms each way: a backup that took the wrong network. */
export const linkSaturated = burdenedLink(
  "link-saturated",
  "Fill one availability link with other traffic",
  "Take the other traffic away",
  { addedDelayMs: 4, lossRatio: 0, takenRatio: 0.95 },
);
