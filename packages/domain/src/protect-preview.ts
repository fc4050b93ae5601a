import { admitProtection } from "./admission";
import { type ChangeForecast, forecastChange } from "./change-forecast";
import { type CapabilityAnswers, type Finding, worstVerdict } from "./finding";
import type { Protection } from "./level";
import type { ObservedVm } from "./observed";
import type { PairFacts, PairWithMachines } from "./pair-facts";
import { LOSSES, type Loss, type Prediction, predictVm } from "./prediction";
import { protectionOf } from "./protection";
import { otherSide, SIDES } from "./state";

export interface ProtectPreview {
  readonly verdict: Finding["verdict"];
  readonly findings: readonly Finding[];
  readonly now: Readonly<Record<Loss, Prediction>>;
  /** Once the change is complete and all is in step. */
  readonly after: Readonly<Record<Loss, Prediction>>;
  /** Null where nothing would be done. */
  readonly forecast: ChangeForecast | null;
}

/** What a change would cost and what it would give, before it is asked for. */
export function previewProtect(
  vm: ObservedVm,
  facts: PairWithMachines,
  protection: Protection,
  capabilities: CapabilityAnswers,
): ProtectPreview {
  const findings = admitProtection(vm, facts, protection, capabilities);
  const changed = atRest(vm, protection, facts);
  const world = { ...facts, machines: facts.machines.map((machine) => (machine.ref === vm.ref ? changed : machine)) };
  return {
    verdict: worstVerdict(findings),
    findings,
    now: predictions(vm, facts),
    after: predictions(changed, world),
    forecast: forecastChange(vm, facts, protection),
  };
}

export function predictions(vm: ObservedVm, facts: PairWithMachines): Record<Loss, Prediction> {
  const now = protectionOf(vm, facts);
  return Object.fromEntries(LOSSES.map((loss) => [loss, predictVm(vm, facts, loss, now)])) as Record<Loss, Prediction>;
}

/** The machine as it will be when the change is done. */
export function atRest(vm: ObservedVm, protection: Protection, facts: PairFacts): ObservedVm {
  const mirrored = protection.mirror === "sync";
  const lockstep = protection.compute === "lockstep";
  const side = vm.activeSide;
  const other = otherSide(side);
  const legs = { [side]: "UpToDate", [other]: mirrored ? "UpToDate" : "Diskless" } as ObservedVm["mirror"]["legs"];
  return {
    ...vm,
    declared: { ...protection },
    register: { epoch: (vm.register?.epoch ?? 0) + 1, owner: side, inSync: mirrored ? [...SIDES] : [side] },
    mirror: {
      ...vm.mirror,
      legs,
      replication: mirrored ? "Established" : "Off",
      outOfSyncBytes: 0,
      resyncBytesPerSecond: 0,
      resyncSinceMs: null,
    },
    instances: { [side]: vm.instances[side], [other]: lockstep ? "Synchronized" : null } as ObservedVm["instances"],
    standbySynchronized: lockstep,
    recoveryCopy:
      protection.recovery === "none"
        ? null
        : (vm.recoveryCopy ?? {
            siteName: facts.pair?.recoveryTarget?.siteName ?? "the recovery site",
            lagMs: protection.recovery.targetRpoMs,
            lastPointAtMs: facts.nowMs,
            earlierPointsAtMs: [],
            drills: [],
            journal: null,
            live: null,
          }),
  };
}
