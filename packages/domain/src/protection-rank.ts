import { isBelow } from "./level";
import type { VmProtection } from "./protection";
import type { ProtectionState } from "./state";

/** From best to worst. A fact that gets worse never moves a machine to the left. */
export const PROTECTION_ORDER = [
  "Protected",
  "AtRisk",
  "Reprotecting",
  "Degraded",
  "Resyncing",
  "Unprotected",
  "AwaitingQuorum",
  "Down",
  "Unknown",
] as const satisfies readonly ProtectionState[];

export const isWorse = (state: ProtectionState, than: ProtectionState): boolean =>
  PROTECTION_ORDER.indexOf(state) > PROTECTION_ORDER.indexOf(than);

/** The worst of several headlines; null of none. */
export const worstOf = (states: readonly ProtectionState[]): ProtectionState | null =>
  states.reduce<ProtectionState | null>(
    (worst, state) => (worst === null || isWorse(state, worst) ? state : worst),
    null,
  );

/** True where less survives than was declared, or nobody can tell. A machine declared Unprotected is never exposed. */
export const isExposed = (protection: Pick<VmProtection, "declared" | "effective" | "state">): boolean =>
  protection.declared !== "unprotected" &&
  (protection.state === "Unknown" || isBelow(protection.effective, protection.declared));

/** True where a loss of either host is survived as declared: what the sentence of truth counts. */
export const countsAsProtected = (protection: Pick<VmProtection, "declared" | "effective" | "state">): boolean =>
  protection.declared !== "unprotected" && protection.state !== "AtRisk" && !isExposed(protection);
