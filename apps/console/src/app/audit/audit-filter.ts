import { AUDIT_OUTCOMES, type AuditKind, type AuditOutcome, isAuditKind } from "@v-available/domain/audit";

/** As it stands in the address: empty where nothing is asked. */
export interface FilterText {
  readonly person: string;
  readonly kind: string;
  readonly outcome: string;
  readonly subject: string;
  /** As the browser's field for a moment writes it, in the reader's zone. */
  readonly from: string;
  readonly until: string;
}
export const NO_FILTER: FilterText = { person: "", kind: "", outcome: "", subject: "", from: "", until: "" };

const momentOf = (text: string): number | null => {
  const atMs = new Date(text).getTime();
  return text === "" || Number.isNaN(atMs) ? null : atMs;
};

const kindOf = (text: string): AuditKind | null => (isAuditKind(text) ? text : null);
const outcomeOf = (text: string): AuditOutcome | null => AUDIT_OUTCOMES.find((one) => one === text) ?? null;

/** @param before the entry that the page ends before; empty for the newest */
export function inputOf({ person, kind, outcome, subject, from, until }: FilterText, before: string) {
  return {
    person: person.trim(),
    kind: kindOf(kind),
    outcome: outcomeOf(outcome),
    subject: subject.trim(),
    fromMs: momentOf(from),
    untilMs: momentOf(until),
    before: /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null,
  };
}
