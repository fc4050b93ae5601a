/** Deeds that give up acknowledged writes; where so set, a second person has to agree to each. */
export const LOSS_DEEDS = ["machine.recover", "machine.chooseCopy"] as const;
export type LossDeed = (typeof LOSS_DEEDS)[number];

export const CONSENT_STATES = ["waiting", "agreed", "declined", "withdrawn"] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** A loss that was weighed longer ago than this is weighed anew (†). */
export const CONSENT_HOLDS_MS = 30 * 60_000;

/** Who signs for a loss. */
export const signatureOf = (by: string, askedBy: string | undefined): string =>
  askedBy === undefined ? by : `${askedBy} and ${by}`;
