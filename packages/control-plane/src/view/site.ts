import type { ObservedSite } from "@v-available/domain/observed";
import type { SitePosition } from "@v-available/domain/site-map";
import type { LinkState, PairState } from "@v-available/domain/state";
import type { Reference } from "./headline";

/** A place at which something stands, with what it comes to. */
export interface SiteView extends Reference {
  readonly revision: number;
  /** As its backend calls it. */
  readonly observedName: string;
  readonly region: string;
  readonly role: ObservedSite["role"];
  readonly contact: ObservedSite["contact"];
  readonly location: string | null;
  /** What somebody has said, or else the backend; null where nobody has. */
  readonly position: SitePosition | null;
  /** Pairs with a host there. */
  readonly pairs: readonly (Reference & { readonly state: PairState; readonly spans: boolean })[];
  readonly machineCount: number;
  readonly exposedCount: number;
  readonly hostCount: number;
  readonly freeHostCount: number;
  readonly witnesses: readonly string[];
  readonly openAlarms: number;
  /** Why whoever asks may not change it; null where they may. */
  readonly forbiddenBecause: string | null;
}

/** What goes from one site to another. */
export interface SiteLineView {
  readonly from: string;
  readonly to: string;
  /** Between the hosts of pairs, to a recovery site, or to a witness. */
  readonly kind: "pair" | "recovery" | "witness";
  /** The worst of them. */
  readonly state: LinkState;
  /** The longest; null where none is known. */
  readonly rttMs: number | null;
  readonly pairNames: readonly string[];
}

export interface SitesView {
  readonly sites: readonly SiteView[];
  readonly lines: readonly SiteLineView[];
}
