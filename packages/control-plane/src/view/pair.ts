import type { Component, ObservedHost, ObservedLink, ObservedWitness } from "@v-available/domain/observed";
import type { HostAway } from "@v-available/domain/room";
import type { HostState, LinkKind, LinkState, ProtectionState, Side } from "@v-available/domain/state";
import type { AlarmRow } from "./alarm";
import type { EventRow } from "./event";
import type { PairHeadline, PredictionView, Reference } from "./headline";
import type { IncidentView } from "./incident";
import type { CheckView, MachineRow } from "./machine";

/** What the small drawing of a pair needs. */
export interface PairGlyphFacts {
  readonly hosts: { readonly a: HostState; readonly b: HostState };
  /** The side that runs more of its machines. */
  readonly activeSide: Side;
  readonly links: { readonly a: LinkState; readonly b: LinkState };
  readonly witnessSeenBy: { readonly a: boolean; readonly b: boolean };
  /** The worst headline among its machines, those left out that are Unprotected by choice; null where there are none. */
  readonly worst: ProtectionState | null;
  /** The slowest running resync, 0 to 1, and the side that catches up. */
  readonly resync: { readonly ratio: number; readonly side: Side } | null;
  readonly twoSites: boolean;
  readonly held: boolean;
}

/** A pair in a table. */
export interface PairRow {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly adapter: string;
  readonly site: Reference;
  /** Of host B, where that is another one. */
  readonly otherSite: Reference | null;
  readonly region: string;
  readonly headline: PairHeadline;
  readonly glyph: PairGlyphFacts;
  readonly hostNames: { readonly a: string; readonly b: string };
  readonly machineCount: number;
  /** Machines that are declared with two copies; the others are Unprotected by choice. */
  readonly askedCount: number;
  readonly protectedCount: number;
  /** Machines whose effective level is below the declared one. */
  readonly exposedCount: number;
  readonly exposedSinceMs: number | null;
  /** When the last of them is expected to be protected again. */
  readonly etaAtMs: number | null;
  readonly openAlarms: number;
}

export interface HostView extends Reference {
  readonly revision: number;
  readonly side: Side;
  readonly state: HostState;
  readonly site: Reference;
  readonly observed: ObservedHost;
  /** Cores and memory it would need to run every machine of the pair alone. */
  readonly aloneCores: number;
  readonly aloneMemoryMiB: number;
  readonly components: readonly Component[];
  /** True where it holds the token of at least one machine. */
  readonly holdsToken: boolean;
}

export interface LinkView {
  readonly id: string;
  readonly revision: number;
  readonly kind: LinkKind;
  readonly state: LinkState;
  readonly sinceMs: number;
  readonly rttP50Ms: number | null;
  readonly rttP99Ms: number | null;
  readonly lossRatio: number;
  /** Share of its bandwidth that is used, 0 to 1. */
  readonly usedRatio: number;
  readonly observed: ObservedLink;
}

export interface WitnessView extends Reference {
  readonly revision: number;
  readonly siteName: string;
  readonly endpoint: string;
  readonly preferred: boolean;
  /** The hosts ask this one now. */
  readonly inUse: boolean;
  readonly independent: boolean;
  readonly seenBy: ObservedWitness["seenBy"];
}

/** What the pair would do at one loss: one prediction for each machine and the sum in words. */
export interface PairPrediction {
  readonly loss: PredictionView["loss"];
  /** "Lose lit-a". */
  readonly title: string;
  /** "If lit-a is lost now: 4 go on, 1 restarts in about 65 s, 3 stop until lit-a is back." */
  readonly sentence: string;
  /** "Nothing acknowledged is lost. …" */
  readonly detail: string;
  /** Machines that are off are in none of them. */
  readonly counts: Readonly<Record<PredictionView["outcome"], number>>;
  readonly machines: readonly (PredictionView & { readonly machineId: string })[];
}

/** The page of a pair. */
export interface PairView extends PairRow {
  readonly hosts: { readonly a: HostView; readonly b: HostView };
  readonly links: readonly LinkView[];
  readonly witnesses: readonly WitnessView[];
  readonly designatedSurvivor: Side | null;
  /** The highest epoch among its registers, and who holds it. */
  readonly token: { readonly epoch: number; readonly owner: Side | null } | null;
  readonly machines: readonly MachineRow[];
  readonly predictions: readonly PairPrediction[];
  readonly incident: IncidentView | null;
  readonly alarms: readonly AlarmRow[];
  readonly timeline: readonly EventRow[];
  readonly place: {
    readonly index: number;
    readonly of: number;
    readonly previousId: string | null;
    readonly nextId: string | null;
  };
}

/** What else a pair takes, and what it means that one of its hosts is away for a while. */
export interface PairRoomView {
  readonly fits: number;
  /** Null where so many fit that counting was given up: then at least `fits`. */
  readonly stoppedBy: CheckView | null;
  readonly warnings: readonly CheckView[];
  readonly away: { readonly a: HostAway; readonly b: HostAway };
}
