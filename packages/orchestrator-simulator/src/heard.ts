import type { SimHost } from "./world";

/** The simulator knows everything; people are shown only what hosts that can be heard know. */
export const isHeard = (host: SimHost): boolean => host.power === "on" && host.agentUp && host.protocol !== null;
