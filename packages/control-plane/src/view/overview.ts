import type { Power } from "@v-available/domain/headline";
import type { DialStop } from "@v-available/domain/level";
import type { SentenceOfTruth } from "@v-available/domain/sentence";
import type { ProtectionState } from "@v-available/domain/state";
import type { AlarmRow } from "./alarm";
import type { Headline, PairHeadline, Reference } from "./headline";
import type { HandledRow, IncidentView } from "./incident";
import type { PairGlyphFacts } from "./pair";

/** One machine as a tick on the map. */
export interface MachineTick extends Reference {
  readonly declaredStop: DialStop;
  readonly power: Power;
  readonly remote: boolean;
  readonly disasterRecovery: boolean;
  readonly headline: Headline;
}

/** One pair on the map. */
export interface PairCell extends Reference {
  readonly headline: PairHeadline;
  readonly glyph: PairGlyphFacts;
  readonly machines: readonly MachineTick[];
}

export interface SiteCell extends Reference {
  readonly pairs: readonly PairCell[];
}

export interface RegionCell {
  readonly name: string;
  readonly sites: readonly SiteCell[];
}

/** Machines by declared level; Remote and Disaster Recovery are switches and count beside the stops. */
export interface LevelCounts {
  readonly faultTolerance: number;
  readonly highAvailability: number;
  readonly unprotected: number;
  readonly remoteAvailability: number;
  readonly disasterRecovery: number;
}

export const EXPOSURE_CAUSES = ["planned-work", "host-lost", "disk", "links", "witness", "other"] as const;
export type ExposureCause = (typeof EXPOSURE_CAUSES)[number];

/** Machine time with the effective level below the declared one. */
export interface ExposureView {
  /** Oldest first, thirty of them; the last is today so far. */
  readonly days: readonly {
    /** Midnight UTC at which the day begins. */
    readonly dayStartMs: number;
    readonly totalMs: number;
    readonly byCause: Readonly<Record<ExposureCause, number>>;
  }[];
  readonly byCause: Readonly<Record<ExposureCause, number>>;
  /** The first observation there is; days before it are not measured and must not be shown as zero. */
  readonly measuredSinceMs: number | null;
}

/**
 * Something that people have set going (a rollout, planned work, a question to a second person) in the words of the
 * server: the first page carries nothing to make them of.
 */
export interface MatterLine {
  readonly id: string;
  /** The page where it is carried on. */
  readonly href: string;
  readonly sentence: string;
  /** What is wanted from the reader, with why; null where it goes on by itself. */
  readonly wanted: string | null;
}

export interface OverviewView {
  readonly nowMs: number;
  readonly revision: number;
  /** The sentence of truth as of nowMs: first line, and the second that takes colour. */
  readonly sentence: { readonly main: string; readonly second: string | null };
  /** The same in parts, for links and for times in the reader's own zone. */
  readonly truth: SentenceOfTruth;
  readonly regions: readonly RegionCell[];
  readonly machineCount: number;
  readonly pairCount: number;
  readonly siteCount: number;
  readonly byState: Readonly<Record<ProtectionState, number>>;
  readonly levels: LevelCounts;
  /** Open alarms that need a person, the worst first. */
  readonly needsPerson: readonly AlarmRow[];
  /** Running incidents, the newest first. */
  readonly incidents: readonly IncidentView[];
  /** What people have set going and has not ended; what wants somebody first. */
  readonly underWay: readonly MatterLine[];
  readonly handledToday: readonly HandledRow[];
  /** The last ones of the days before. */
  readonly handledBefore: readonly HandledRow[];
  readonly exposure: ExposureView;
  readonly openAlarms: number;
  /** Of those, the shelved ones: they ask nobody until their shelf ends. */
  readonly shelvedAlarms: number;
}
