import type { Sim } from "./sim";
import { siteHasPower } from "./site-state";
import type { SimHost } from "./world/host";

/** The simulator knows everything; people are shown only what hosts that can be heard know. */
export const isHeard = (host: SimHost): boolean =>
  host.power === "on" && host.agentUp && host.protocol !== null && !isCutOff(host);

/** Its site hears nothing from elsewhere, and nobody elsewhere hears it. */
export const isCutOff = ({ cutOffBy = [] }: SimHost): boolean => cutOffBy.length > 0;

/** It is not heard, and that is no wonder: its site says that it has no power, or its service processor that it boots. */
export const isKnownDown = ({ world }: Sim, host: SimHost): boolean =>
  host.power !== "on" && !isCutOff(host) && (host.power === "booting" || !siteHasPower(world, host.siteRef));
