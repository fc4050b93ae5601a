import { ADMISSION_LIMITS } from "./admission-limit";
import { type Finding, finder } from "./finding";
import { aloneNeed } from "./lone-host";
import type { ObservedVm } from "./observed";
import { hostName, type PairWithMachines } from "./pair-facts";
import { mebibytesWords } from "./size-words";
import { SIDES } from "./state";
import { numberWords } from "./wording";

/** CPU and memory of each host alone, with all other machines counted. */
export function capacity(vm: ObservedVm, facts: PairWithMachines): Finding[] {
  return [capacityOf("cpu", vm, facts), capacityOf("memory", vm, facts)];
}

function capacityOf(check: "cpu" | "memory", vm: ObservedVm, facts: PairWithMachines): Finding {
  const find = finder("protection");
  const perSide = SIDES.map((side) => {
    const host = facts.hosts[side];
    const need = aloneNeed(facts, side, { ...vm, desiredPower: "on" });
    return check === "cpu"
      ? { side, needed: need.cores, present: host?.cores ?? 0 }
      : { side, needed: need.memoryMiB, present: host?.memoryMiB ?? 0 };
  });
  const tightest = perSide.reduce((worst, one) =>
    one.needed / one.present > worst.needed / worst.present ? one : worst,
  );
  const name = hostName(facts, tightest.side);
  if (check === "memory") {
    const sentence = `Memory: ${name} alone would need ${mebibytesWords(tightest.needed)} and has ${mebibytesWords(tightest.present)}.`;
    return tightest.needed > tightest.present
      ? find("block", "memory", sentence, {
          value: tightest.needed,
          limit: mebibytesWords(tightest.present),
          remedy: relief(facts, vm, tightest.needed - tightest.present),
        })
      : find("pass", "memory", sentence, { value: tightest.needed, limit: mebibytesWords(tightest.present) });
  }
  const ratio = tightest.needed / tightest.present;
  const sentence = `CPU: ${name} alone would run ${numberWords(tightest.needed)} vCPU on ${numberWords(tightest.present)} cores.`;
  const rest = {
    value: tightest.needed,
    limit: `${numberWords(tightest.present * ADMISSION_LIMITS.vcpusPerCoreBlock)} vCPU`,
  };
  if (ratio > ADMISSION_LIMITS.vcpusPerCoreBlock)
    return find("block", "cpu", sentence, {
      ...rest,
      remedy: "Move a machine to another pair, or give this one fewer vCPU.",
    });
  return ratio > ADMISSION_LIMITS.vcpusPerCoreWarn
    ? find("warn", "cpu", sentence, { ...rest, remedy: "Accept that all run slower while one host is alone." })
    : find("pass", "cpu", sentence, rest);
}

/** The smallest other machine that would make enough room, by name. */
function relief(facts: PairWithMachines, vm: ObservedVm, shortMiB: number): string {
  const candidate = facts.machines
    .filter((machine) => machine.ref !== vm.ref && machine.desiredPower === "on" && machine.memoryMiB >= shortMiB)
    .sort((one, two) => one.memoryMiB - two.memoryMiB || one.name.localeCompare(two.name))[0];
  return candidate
    ? `Move ${candidate.name} (${mebibytesWords(candidate.memoryMiB)}) to another pair, then try again.`
    : `Give it ${mebibytesWords(shortMiB)} less, or choose another pair.`;
}
