import type { Finding } from "@v-available/domain/finding";
import type { Side } from "@v-available/domain/state";
import type { PredictionView, Reference } from "./headline";
import type { CheckView, DialStopView } from "./machine";

/** A pair on which a machine could be put. */
export interface PlaceView {
  readonly pair: Reference;
  readonly site: Reference | null;
  /** So many like it are admitted there, one after the other. */
  readonly fits: number;
  /** Counting was given up there. */
  readonly orMore: boolean;
  /** Memory that is left once a host is lost, or of the freer host for a machine that nobody takes over. */
  readonly spareMiB: number;
  readonly refusedBecause: string | null;
  readonly forbiddenBecause: string | null;
}

/** What admission says, with the field of the form that it is about. */
export interface FieldCheckView extends CheckView, Pick<Finding, "field" | "value" | "limit"> {}

/** What would come of a machine, before it is made. */
export interface CreatePreview {
  readonly places: {
    /** Best first. */
    readonly ranked: readonly PlaceView[];
    /** So many pairs were asked, of so many that the filter leaves. */
    readonly asked: number;
    readonly of: number;
  };
  /** On the pair that was asked about, or else the best; null where there is no pair. */
  readonly at: {
    readonly pair: Reference;
    readonly hosts: Readonly<Record<Side, string>>;
    /** The host that runs it first. */
    readonly side: Side;
    readonly verdict: Finding["verdict"];
    readonly checks: readonly FieldCheckView[];
    readonly dial: readonly DialStopView[];
    /** What a loss would do once it runs there and all is in step. */
    readonly predictions: readonly PredictionView[];
  } | null;
}
