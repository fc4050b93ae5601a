import { type Finding, finder } from "./finding";
import { dialStopOf } from "./level";
import { aloneNeed } from "./lone-host";
import { allowedHostMaintenance } from "./maintenance";
import type { ObservedVm } from "./observed";
import {
  copiedRatio,
  hasTwoCopies,
  hostName,
  isResyncing,
  type PairWithMachines,
  standsOff,
  witnessSeenBy,
} from "./pair-facts";
import { mebibytesWords } from "./size-words";
import { otherSide, type Side } from "./state";
import { percentWords } from "./wording";

/** What planned work on a host means to a machine of its pair. */
export interface MaintenanceEffect {
  readonly vmRef: string;
  readonly name: string;
  readonly effect: "moves" | "stays" | "off" | "blocks";
  readonly sentence: string;
}

export interface MaintenancePreview {
  readonly findings: readonly Finding[];
  readonly machines: readonly MaintenanceEffect[];
}

/** What would happen if that host were put into maintenance now, machine by machine, and what is in the way of it. */
export function previewMaintenance(facts: PairWithMachines, side: Side): MaintenancePreview {
  const machines = facts.machines.map((vm) => effectOn(vm, facts, side));
  return { machines, findings: [...ofHosts(facts, side), ...ofMachines(facts, side, machines)] };
}

/** Of those, the ones that have to move, or lose their second copy for as long as the host is away. */
export const touchedByWork = (facts: PairWithMachines, side: Side): readonly ObservedVm[] =>
  facts.machines.filter(
    (vm) => !standsOff(vm) && (vm.activeSide === side || dialStopOf(vm.declared) !== "unprotected"),
  );

function effectOn(vm: ObservedVm, facts: PairWithMachines, side: Side): MaintenanceEffect {
  const here = hostName(facts, side);
  const there = hostName(facts, otherSide(side));
  const answer = (effect: MaintenanceEffect["effect"], sentence: string): MaintenanceEffect => ({
    vmRef: vm.ref,
    name: vm.name,
    effect,
    sentence,
  });
  const single = dialStopOf(vm.declared) === "unprotected";
  if (standsOff(vm))
    return answer("off", vm.activeSide === side ? `Is off, and can't be started before ${here} is back.` : "Is off.");
  if (vm.activeSide !== side)
    return answer(
      "stays",
      single ? `Runs on ${there} as before.` : `Runs on ${there} as before, on one copy while ${here} is down.`,
    );
  if (single) return answer("blocks", `Has one copy only, and that is on ${here}: it can't move.`);
  if (vm.undecided)
    return answer("blocks", `Its two copies differ, and nobody has chosen which of them stays: it can't move.`);
  if (!hasTwoCopies(vm))
    return answer(
      "blocks",
      isResyncing(vm)
        ? `Its copy on ${there} is not complete yet: ${percentWords(copiedRatio(vm))}.`
        : `Has no complete copy on ${there}.`,
    );
  return answer("moves", `Moves to ${there} while it runs, then runs on one copy while ${here} is down.`);
}

function ofHosts(facts: PairWithMachines, side: Side): Finding[] {
  const find = finder("hostId");
  const findings: Finding[] = [];
  const there = otherSide(side);
  const verdict = allowedHostMaintenance(facts.hosts[side]?.state ?? "Unknown", facts.hosts[there]?.state ?? "Unknown");
  if (!verdict.allowed)
    findings.push(
      find("block", "partner", `${hostName(facts, side)} can't go into maintenance. ${verdict.reason}`, {
        value: facts.hosts[there]?.state ?? "Unknown",
        limit: "a partner that serves",
        remedy: `Bring ${hostName(facts, there)} back first.`,
      }),
    );
  const seen = witnessSeenBy(facts);
  if (!seen[side] || !seen[there])
    findings.push(
      find("block", "witness", "A host does not see the witness, so no machine can move.", {
        limit: "both hosts see the witness",
        remedy: "Bring the witness or the way to it back first.",
      }),
    );
  const { memoryMiB } = aloneNeed(facts, there);
  const present = facts.hosts[there]?.memoryMiB ?? 0;
  if (memoryMiB > present)
    findings.push(
      find(
        "block",
        "memory",
        `${hostName(facts, there)} alone would need ${mebibytesWords(memoryMiB)} and has ${mebibytesWords(present)}.`,
        {
          value: memoryMiB,
          limit: mebibytesWords(present),
          remedy: "Stop a machine or move it to another pair first.",
        },
      ),
    );
  return findings;
}

const ofMachines = (facts: PairWithMachines, side: Side, machines: readonly MaintenanceEffect[]): Finding[] =>
  machines
    .filter(({ effect }) => effect === "blocks")
    .map(({ name, sentence, vmRef }) => {
      const vm = facts.machines.find(({ ref }) => ref === vmRef);
      const waits = vm !== undefined && dialStopOf(vm.declared) !== "unprotected";
      return finder("hostId")("block", "copies", `${name}: ${lowerFirst(sentence)}`, {
        value: name,
        limit: "two complete copies of each machine that runs there",
        remedy: vm?.undecided
          ? `Choose the copy of ${name} that stays first.`
          : waits
            ? `Wait until its copy on ${hostName(facts, otherSide(side))} is complete.`
            : `Stop ${name}, or dial it to High Availability first.`,
      });
    });

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
