import { dialStopOf } from "./level";
import type { ObservedVm } from "./observed";
import type { PairFacts, PairWithMachines } from "./pair-facts";
import type { Side } from "./state";

/** What a host would need and has, if it had to run all that the pair protects; null where it suffices. */
export function memoryShortfall(
  vm: ObservedVm,
  facts: PairFacts | PairWithMachines,
  survivor: Side,
): { neededMiB: number; presentMiB: number } | null {
  const host = facts.hosts[survivor];
  if (!host || !("machines" in facts)) return null;
  const neededMiB = aloneNeed(facts, survivor, vm).memoryMiB;
  return neededMiB > host.memoryMiB ? { neededMiB, presentMiB: host.memoryMiB } : null;
}

/** What one host carries when it is alone: its own machines, and those of the other that are protected. */
export function aloneNeed(
  facts: PairWithMachines,
  survivor: Side,
  including?: ObservedVm,
): { cores: number; memoryMiB: number } {
  const others = facts.machines.filter((machine) => machine.ref !== including?.ref);
  const carried = [...others, ...(including ? [including] : [])].filter(
    (machine) =>
      machine.desiredPower === "on" &&
      (machine.activeSide === survivor || dialStopOf(machine.declared) !== "unprotected"),
  );
  return {
    cores: carried.reduce((sum, machine) => sum + machine.vcpus, 0),
    memoryMiB: carried.reduce((sum, machine) => sum + machine.memoryMiB, 0),
  };
}
