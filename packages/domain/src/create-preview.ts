import { type Finding, worstVerdict } from "./finding";
import { admitMachine, asMachine, type MachineWorld } from "./machine-admission";
import type { MachineDefinition } from "./machine-definition";
import type { PairWithMachines } from "./pair-facts";
import type { Loss, Prediction } from "./prediction";
import { atRest, predictions } from "./protect-preview";

export interface CreatePreview {
  readonly verdict: Finding["verdict"];
  readonly findings: readonly Finding[];
  /** What it will survive once it runs and all is in step. */
  readonly after: Readonly<Record<Loss, Prediction>>;
}

/** What would be said to a machine before it is made, and what it would then survive. */
export function previewCreate(
  definition: MachineDefinition,
  world: MachineWorld & { readonly facts: PairWithMachines },
): CreatePreview {
  const { facts } = world;
  const findings = admitMachine(definition, world);
  const made = asMachine(definition);
  const running = { ...made, instances: { ...made.instances, [made.activeSide]: "Running" as const } };
  const vm = atRest(running, definition.protection, facts);
  return {
    verdict: worstVerdict(findings),
    findings,
    after: predictions(vm, { ...facts, machines: [...facts.machines, vm] }),
  };
}
