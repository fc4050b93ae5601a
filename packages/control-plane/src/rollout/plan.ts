import type { CapabilityAnswers } from "@v-available/domain/finding";
import type { Protection } from "@v-available/domain/level";
import { type MachinePreview, previewOnPair } from "@v-available/domain/policy-preview";
import { changeDurationMs } from "@v-available/domain/rollout-duration";
import { inWaves, type Waved } from "@v-available/domain/rollout-wave";
import { type Way, wayOf } from "@v-available/domain/rollout-way";
import type { Held } from "../policy/held";
import type { PicturedPair } from "../query/picture";

/** A machine that a policy holds, and what a rollout would do to it. */
export interface PlannedMachine {
  readonly held: Held;
  readonly preview: MachinePreview;
  readonly way: Way;
}

export interface RolloutPlan {
  readonly machines: readonly PlannedMachine[];
  /** Those that would be changed, in their order. Those that are blocked now are not among them. */
  readonly steps: readonly Waved<
    PlannedMachine & { id: string; name: string; pairId: string; durationMs: number; warned: boolean }
  >[];
  readonly blocked: readonly PlannedMachine[];
  /** Of the steps: machines that would have less than is declared now. */
  readonly lowered: readonly PlannedMachine[];
  /** Of the steps: machines that would have less than either level on the way. */
  readonly passingBelow: readonly PlannedMachine[];
}

/** What it would mean to bring all that a policy holds to a composition, by the same rules as the rollout itself. */
export function planOf(
  held: readonly Held[],
  protection: Protection,
  capabilities: (adapter: string) => CapabilityAnswers,
): RolloutPlan {
  const byPair = new Map<PicturedPair, Held[]>();
  for (const one of held) byPair.get(one.pair)?.push(one) ?? byPair.set(one.pair, [one]);
  const machines: PlannedMachine[] = [];
  for (const [pair, own] of byPair) {
    const able = capabilities(pair.row.adapter);
    const previews = previewOnPair(
      { facts: pair.facts, capabilities: able, held: own.map(({ machine }) => machine.row.observed) },
      protection,
    );
    for (const [at, preview] of previews.entries()) {
      const one = own[at];
      if (!one) continue;
      const way =
        preview.change === "keeps"
          ? { stations: [], passesBelow: false }
          : wayOf(preview.vm, pair.facts, protection, able);
      machines.push({ held: one, preview, way });
    }
  }
  const changes = machines.filter(({ preview }) => preview.change === "changes");
  const steps = inWaves(
    changes
      .filter(({ preview }) => preview.verdict !== "block")
      .map((planned) => ({
        ...planned,
        id: planned.held.machine.row.id,
        name: planned.held.name,
        pairId: planned.held.pair.row.id,
        durationMs: changeDurationMs(planned.preview.vm, planned.held.pair.facts, planned.way.stations),
        warned: planned.preview.verdict === "warn",
      })),
  );
  return {
    machines,
    steps,
    blocked: changes.filter(({ preview }) => preview.verdict === "block"),
    lowered: steps.filter(({ preview }) => preview.lowers),
    passingBelow: steps.filter(({ way }) => way.passesBelow),
  };
}
