import type { Choice } from "./choice";

const KEY = "v-available.found";
const KEPT = 6;

const isChoice = (value: unknown): value is Choice =>
  typeof value === "object" && value !== null && "id" in value && "label" in value && "deed" in value;

/** What was chosen lately, the last first. Storage may be forbidden or hold what another version wrote: then none was. */
export function recentChoices(): readonly Choice[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isChoice) : [];
  } catch {
    return [];
  }
}

/** Places only: what was done once is seldom what is wanted next. */
export function keepRecent(choice: Choice): void {
  if (choice.deed.do !== "go" || choice.disabledBecause !== null) return;
  const kept = [{ ...choice, severity: null }, ...recentChoices().filter(({ id }) => id !== choice.id)].slice(0, KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // The list then stays as it was.
  }
}
