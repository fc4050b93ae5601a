import { Refusal } from "@v-available/domain/refusal";

const DEFAULT_DAYS = 90;
const MOST_DAYS = 365;

/**
 * How many days a new simulated fleet has lived through, as FLEET_PAST_DAYS says it.
 * @throws Refusal invalid
 */
export function pastDaysFrom(text: string | undefined): number {
  const days = Number(text || DEFAULT_DAYS);
  if (Number.isInteger(days) && days >= 0 && days <= MOST_DAYS) return days;
  throw new Refusal({
    code: "invalid",
    message: `FLEET_PAST_DAYS is "${text}"; it must be a whole number from 0 to ${MOST_DAYS}.`,
    field: "FLEET_PAST_DAYS",
    value: text ?? null,
    limit: `0 to ${MOST_DAYS}`,
    remedy: `Set FLEET_PAST_DAYS to one of these, or leave it out for ${DEFAULT_DAYS}.`,
  });
}
