import { Refusal } from "@v-available/domain/refusal";
import { MOST_PAIRS } from "./generate";

/**
 * How many pairs the simulated fleet has, as the environment says it in FLEET_PAIRS; null for the fleet of the demo.
 * @throws Refusal that names the variable
 */
export function fleetPairsFrom(text: string | null): number | null {
  if (text === null) return null;
  const pairs = Number(text);
  if (Number.isInteger(pairs) && pairs >= 1 && pairs <= MOST_PAIRS) return pairs;
  throw new Refusal({
    code: "invalid",
    message: `FLEET_PAIRS is "${text}"; it must be a whole number of pairs.`,
    field: "FLEET_PAIRS",
    value: text,
    limit: `1 to ${MOST_PAIRS}`,
    remedy: "Set it to such a number, or leave it out for the twelve pairs of the demo.",
  });
}
