import type { Consolidation, ServersToConsolidate } from "@v-available/domain/consolidation";
import { countWords, numberWords, percentWords } from "@v-available/domain/wording";

/** What was typed, as whole numbers and percent. */
export interface TypedPlan {
  readonly servers: string;
  readonly used: string;
  readonly alone: string;
  readonly faultTolerant: string;
}

const LIMITS = {
  servers: { label: "Servers", min: 1, max: 100_000, unit: "servers" },
  used: { label: "How busy each is", min: 1, max: 100, unit: "%" },
  alone: { label: "How busy a host may be alone", min: 1, max: 100, unit: "%" },
  faultTolerant: { label: "Share at Fault Tolerance", min: 0, max: 100, unit: "%" },
} as const satisfies Record<keyof TypedPlan, { label: string; min: number; max: number; unit: string }>;
export const PLAN_FIELDS = Object.keys(LIMITS) as (keyof TypedPlan)[];
export const labelOf = (field: keyof TypedPlan): string =>
  LIMITS[field].unit === "%" ? `${LIMITS[field].label}, %` : LIMITS[field].label;

/** What is wrong with a field, with its limit; null where it can be counted with. */
export function wrongWith(field: keyof TypedPlan, text: string): string | null {
  const { label, min, max, unit } = LIMITS[field];
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return null;
  return `${label}: a whole number from ${numberWords(min)} to ${numberWords(max)} ${unit}, not “${text}”.`;
}

/** Null while a field is wrong. */
export function planOf(typed: TypedPlan): ServersToConsolidate | null {
  if (PLAN_FIELDS.some((field) => wrongWith(field, typed[field]) !== null)) return null;
  return {
    servers: Number(typed.servers),
    usedRatio: Number(typed.used) / 100,
    aloneRatio: Number(typed.alone) / 100,
    faultTolerantRatio: Number(typed.faultTolerant) / 100,
  };
}

export const planWords = ({ pairs, hosts, hostEquivalents, bothRatio, oneRatio }: Consolidation) => ({
  answer: `${countWords(pairs, "pair")}, ${numberWords(hosts)} hosts.`,
  why: `The work is that of ${numberWords(hostEquivalents)} hosts that are never idle. Each host is ${percentWords(bothRatio)} busy while both are there, and ${percentWords(oneRatio)} while one carries the machines of both.`,
});
