import { burdenedLink } from "./burdened-link";

/** Its round trip is 40 ms longer: a line that was rerouted, a switch that queues. */
export const linkLatency = burdenedLink("link-latency", "Slow one availability link down", "Let it be fast again", {
  addedDelayMs: 20,
  lossRatio: 0,
});
