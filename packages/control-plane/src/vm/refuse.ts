import { type Finding, refusalOf } from "@v-available/domain/finding";
import { Refusal } from "@v-available/domain/refusal";
import type { Verdict } from "@v-available/domain/verdict";
import { clockWords } from "@v-available/domain/wording";

/** @param what "erp-db was not started" */
export function refuseUnlessAllowed(verdict: Verdict, what: string): void {
  if (verdict.allowed) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  throw new Refusal({
    code: "illegal-transition",
    message: `${what}. ${verdict.reason}`,
    ...(verdict.untilMs === null ? {} : { remedy: `Expected to be possible at ${clockWords(verdict.untilMs, zone)}.` }),
  });
}

export function refuseIfBlocked(findings: readonly Finding[]): void {
  const detail = refusalOf(findings);
  if (detail) throw new Refusal(detail.field === "pairRef" ? { ...detail, field: "pairId" } : detail);
}
