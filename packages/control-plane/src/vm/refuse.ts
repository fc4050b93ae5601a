import { type Finding, refusalOf } from "@v-available/domain/finding";
import type { Protection } from "@v-available/domain/level";
import { wrongInComposition } from "@v-available/domain/policy-rule";
import { Refusal } from "@v-available/domain/refusal";
import type { Verdict } from "@v-available/domain/verdict";
import { clockWords } from "@v-available/domain/wording";
import type { Capability } from "@v-available/orchestrator/capability";
import type { FoundMachine } from "./view";

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

/** @param notDone "erp-db was not started elsewhere" */
export function refuseIfLacking(
  { capabilities }: Pick<FoundMachine, "capabilities">,
  capability: Capability,
  notDone: string,
): void {
  const able = capabilities[capability];
  if (!able || able.supported) return;
  throw new Refusal({
    code: "unsupported",
    message: `${notDone}. ${able.reason}`,
    field: "machineId",
    value: capability,
    limit: "what the backend of its pair can do",
    remedy: "Choose a machine of a pair whose backend can.",
  });
}

export const lostPoint = (notDone: string, pointAtMs: number | undefined): Refusal =>
  new Refusal({
    code: "invalid",
    message: `${notDone}: that point of it is not kept any more.`,
    field: "pointAtMs",
    value: pointAtMs ?? null,
    limit: "a point that is kept",
    remedy: "Choose one of those that are shown now.",
  });

export function refuseIfBlocked(findings: readonly Finding[]): void {
  const detail = refusalOf(findings);
  if (detail) throw new Refusal(detail.field === "pairRef" ? { ...detail, field: "pairId" } : detail);
}

/** A composition that nobody can mean is no question of the pair, so it is refused before admission is asked. */
export function refuseIfImpossible(protection: Protection): void {
  const [wrong] = wrongInComposition({ protection });
  if (wrong) throw new Refusal(wrong);
}
