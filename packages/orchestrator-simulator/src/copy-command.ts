import type { CopyCommand } from "@v-available/domain/command";
import { allowedChoice } from "@v-available/domain/copy-choice";
import { allowedComparison } from "@v-available/domain/copy-comparison";
import { protectionOf } from "@v-available/domain/protection";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import type { Verdict } from "@v-available/domain/verdict";
import { askHost } from "./ask-host";
import { beginComparison, breakOffComparison, comparisonProgress } from "./comparison";
import { factsOf } from "./facts";
import { keepHistory } from "./fork";
import { going, type Progress } from "./progress";
import { keepCopy } from "./question";
import { hostAt, type Sim } from "./sim";
import { areComparable } from "./verify";
import { observeVm } from "./view";
import type { SimVm } from "./world/machine";

/** What is done with a machine's two copies: they are compared, or one of two histories is kept. */

/** @throws Refusal what is in the way of it. @param running the change under way, if any */
export function checkCopyCommand(
  sim: Sim,
  command: CopyCommand,
  vm: SimVm,
  running: { readonly step: string; readonly etaAtMs: number | null } | undefined,
): void {
  const observed = observeVm(sim, vm);
  const facts = factsOf(sim, vm.pairRef);
  const protection = protectionOf(observed, facts);
  switch (command.kind) {
    case "vm.choose-copy":
      demand(allowedChoice(observed, facts, protection, command.keep, running), vm);
      return;
    case "vm.compare-copies":
      demand(allowedComparison(observed, protection, running), vm);
      if (!areComparable(sim, vm))
        demand({ allowed: false, reason: "Not before both copies take every write.", untilMs: null }, vm);
      return;
    case "vm.end-comparison":
      if (!vm.comparison) demand({ allowed: false, reason: "No comparison of it runs.", untilMs: null }, vm);
  }
}

function demand(verdict: Verdict, vm: SimVm): void {
  if (verdict.allowed) return;
  throw new Refusal({
    code: "illegal-transition",
    message: `${vm.name}: ${verdict.reason}`,
    field: "vmRef",
    value: vm.ref,
    limit: "what its state allows",
    remedy: "Look at the machine's state and ask again when it has changed.",
  });
}

export function carryCopyCommand(sim: Sim, command: CopyCommand, vm: SimVm, taskKey: string): void {
  if (command.kind === "vm.compare-copies") beginComparison(sim, vm, taskKey);
  else if (command.kind === "vm.end-comparison") breakOffComparison(sim, vm, "asked");
  else {
    const { keep, signedBy, loss } = command;
    const given = hostAt(sim, vm.pairRef, otherSide(keep));
    askHost(sim, given, { kind: "discard-leg", vmRef: vm.ref, signedBy, loss }, taskKey);
    if (vm.question) keepCopy(sim, vm, keep);
    else keepHistory(sim, vm, keep);
  }
}

export function copyProgress(sim: Sim, command: CopyCommand, taskKey: string): Progress {
  if (command.kind === "vm.compare-copies") return comparisonProgress(sim, command.vmRef, taskKey);
  if (command.kind === "vm.end-comparison") return "done";
  const known = sim.world.vms[command.vmRef];
  if (!known) return { code: "failed", message: `${command.vmRef} was deleted meanwhile.` };
  const vm = observeVm(sim, known);
  if (vm.histories) return going("give the other history up", 0.1);
  if (vm.undecided) return going("give the other copy up", 0.1);
  if (vm.desiredPower === "off") return "done";
  if (vm.instances[command.keep] !== "Running" || vm.activeSide !== command.keep)
    return going("start it from the copy that stays", 0.3);
  return vm.held ? going("let it go on", 0.8) : "done";
}
