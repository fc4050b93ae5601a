import type { LossDeed } from "@v-available/domain/loss-consent";

/** A loss that somebody asks a second person for. */
export interface LossConsentView {
  readonly id: string;
  readonly deed: LossDeed;
  /** What would be done and given up, as it stood when it was asked for. */
  readonly title: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAtMs: number;
  readonly expiresAtMs: number;
  /** Why whoever reads this may not agree; null where they may. */
  readonly cannotAgreeBecause: string | null;
  /** Whether whoever reads this asked for it. */
  readonly own: boolean;
}
