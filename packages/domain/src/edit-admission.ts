import { capacity } from "./capacity-admission";
import { type Finding, finder } from "./finding";
import { dialStopOf } from "./level";
import type { MachineEdit } from "./machine-definition";
import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairWithMachines } from "./pair-facts";
import { freeMiB } from "./room";
import { mebibytesWords } from "./size-words";
import { SIDES } from "./state";
import { numberWords } from "./wording";

/**
 * May a machine that is off have another name or size? Its hosts must both hear of it, and it must be safe at its level
 * with that size, as if it were on.
 * @param names of the other machines of its backend
 */
export function admitEdit(
  vm: ObservedVm,
  edit: MachineEdit,
  facts: PairWithMachines,
  names: readonly string[],
): Finding[] {
  const findings: Finding[] = [];
  if (edit.name !== vm.name && names.includes(edit.name))
    findings.push(
      finder("name")("block", "name", `A machine named ${edit.name} exists already.`, {
        value: edit.name,
        limit: "one machine of a name",
        remedy: "Choose another name.",
      }),
    );
  const away = SIDES.find((side) => hostStanding(facts, side) !== "serves");
  if (away !== undefined)
    findings.push(
      finder("machineId")(
        "block",
        "partner",
        `${hostName(facts, away)} is ${facts.hosts[away]?.state ?? "Unknown"} and would go on with the old definition.`,
        {
          value: hostName(facts, away),
          limit: "two hosts that run",
          remedy: `Bring ${hostName(facts, away)} back first.`,
        },
      ),
    );
  const edited: ObservedVm = { ...vm, ...edit };
  const { name } = edit;
  const host = facts.hosts[vm.activeSide];
  const freeHereMiB = Math.max(0, freeMiB(facts, vm.activeSide));
  if (host && edit.memoryMiB > freeHereMiB)
    findings.push(
      finder("memoryMiB")(
        "block",
        "memory",
        `${host.name} has ${mebibytesWords(freeHereMiB)} free of ${mebibytesWords(host.memoryMiB)}; ${name} would need ${mebibytesWords(edit.memoryMiB)}.`,
        { value: edit.memoryMiB, limit: `at most ${numberWords(freeHereMiB)} MiB`, remedy: "Give it less memory." },
      ),
    );
  if (host && edit.vcpus > host.cores)
    findings.push(
      finder("vcpus")(
        "block",
        "cpu",
        `${host.name} has ${numberWords(host.cores)} cores; ${name} would need ${numberWords(edit.vcpus)}.`,
        { value: edit.vcpus, limit: `at most ${numberWords(host.cores)}`, remedy: "Give it fewer vCPU." },
      ),
    );
  if (dialStopOf(vm.declared) === "unprotected" || findings.some(({ verdict }) => verdict === "block")) return findings;
  return [
    ...findings,
    ...capacity(edited, facts).map((finding) => ({
      ...finding,
      field: finding.check === "cpu" ? "vcpus" : "memoryMiB",
    })),
  ];
}
