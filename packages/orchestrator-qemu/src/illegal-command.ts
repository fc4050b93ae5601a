import type { MachineCommand } from "@v-available/domain/command";
import { refusalOf as firstBlock } from "@v-available/domain/finding";
import { previewMaintenance } from "@v-available/domain/host-maintenance";
import type { Observed, ObservedVm } from "@v-available/domain/observed";
import type { PairWithMachines } from "@v-available/domain/pair-facts";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import type { Side } from "@v-available/domain/state";
import { STALE_AFTER_MS } from "@v-available/domain/timing";
import { allowed, allowedProtect, allowedSwitch, type Verdict } from "@v-available/domain/transition";

export type AboutMachine = Exclude<MachineCommand, { kind: "vm.create" }>;

/**
 * The same table that the console's buttons read, asked once more on the newest view: the hosts themselves take an order
 * that changes nothing as done, which would hide from a caller that it was too late.
 * @returns null when it is legal
 */
export function refusalOf(
  command: AboutMachine,
  vm: ObservedVm,
  entities: readonly Observed[],
  nowMs: number,
): Refusal | null {
  const protection = protectionOf(vm, factsOf(entities, nowMs));
  const verdict = verdictOn(command, vm, protection);
  if (verdict.allowed) return null;
  return new Refusal({
    code: "illegal-transition",
    message: verdict.reason,
    field: "vmRef",
    value: vm.ref,
    limit: "what its state allows",
    remedy: "Look at the machine's state and ask again when it has changed.",
  });
}

function verdictOn(command: AboutMachine, vm: ObservedVm, protection: ReturnType<typeof protectionOf>): Verdict {
  switch (command.kind) {
    case "vm.switch-active":
      return allowedSwitch(vm, command.to, protection);
    case "vm.protect":
      return allowedProtect(vm, command.protection, protection);
    default:
      return allowed(command.kind, protection);
  }
}

/** What would be in the way of planned work on that host. */
export function maintenanceRefusal(side: Side, entities: readonly Observed[], nowMs: number): Refusal | null {
  const blocked = firstBlock(previewMaintenance(factsOf(entities, nowMs), side).findings);
  return blocked && new Refusal({ ...blocked, field: "hostRef" });
}

function factsOf(entities: readonly Observed[], nowMs: number): PairWithMachines {
  const host = (side: "a" | "b") => entities.find((one) => one.kind === "host" && one.side === side);
  const hosts = { a: host("a"), b: host("b") };
  return {
    pair: entities.find((one) => one.kind === "pair") ?? null,
    hosts: {
      a: hosts.a?.kind === "host" ? hosts.a : null,
      b: hosts.b?.kind === "host" ? hosts.b : null,
    },
    links: entities.filter((one) => one.kind === "link"),
    witnesses: entities.filter((one) => one.kind === "witness"),
    machines: entities.filter((one) => one.kind === "vm"),
    nowMs,
    staleAfterMs: STALE_AFTER_MS,
  };
}
