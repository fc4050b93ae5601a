import { type DialStop, PROTECTION_OF_STOP, type Protection, withRecovery } from "@v-available/domain/level";

/** A stop of the dial, and the two switches beside it. */
export interface ChosenLevel {
  readonly stop: DialStop;
  readonly twoSites: boolean;
  readonly recovery: boolean;
}

/** One copy is at one site, whatever the switch says. */
export function protectionOfChoice({ stop, twoSites, recovery }: ChosenLevel): Protection {
  const level: Protection = {
    ...PROTECTION_OF_STOP[stop],
    separation: stop !== "unprotected" && twoSites ? "site" : "host",
  };
  return recovery ? withRecovery(level) : level;
}
