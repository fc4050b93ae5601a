import { ADMISSION_LIMITS } from "./admission-limit";
import { cpuMatch } from "./cpu-admission";
import { FAULT_TOLERANCE } from "./level";
import { aloneNeed } from "./lone-host";
import { hostName, type PairFacts, type PairWithMachines } from "./pair-facts";
import { mebibytesWords } from "./size-words";
import { SIDES } from "./state";
import { numberWords } from "./wording";

/** How the hosts of a pair differ where they have to be equal, as a sentence; null where they do not. */
export function differenceOf(facts: PairFacts): string | null {
  const { verdict, sentence } = cpuMatch(facts, FAULT_TOLERANCE);
  return verdict === "block" ? sentence : null;
}

/** What a host of the pair lacks to carry all that is protected there alone, as a sentence; null where nothing. */
export function overcommitOf(facts: PairWithMachines): string | null {
  const shortfalls = SIDES.flatMap((side) => {
    const host = facts.hosts[side];
    if (!host) return [];
    const { memoryMiB, cores } = aloneNeed(facts, side);
    const name = hostName(facts, side);
    const mostVcpus = host.cores * ADMISSION_LIMITS.vcpusPerCoreBlock;
    if (memoryMiB > host.memoryMiB)
      return [
        `${name} alone would need ${mebibytesWords(memoryMiB)} of memory and has ${mebibytesWords(host.memoryMiB)}`,
      ];
    return cores > mostVcpus
      ? [`${name} alone would run ${numberWords(cores)} vCPU and can run ${numberWords(mostVcpus)}`]
      : [];
  });
  return shortfalls.length > 0 ? `${shortfalls.join("; ")}.` : null;
}
