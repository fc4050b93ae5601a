import { ADMISSION_LIMITS } from "./admission-limit";
import { type Finding, finder } from "./finding";
import type { Protection } from "./level";
import type { ObservedVm } from "./observed";
import { LINK_CARRIES, type PairWithMachines } from "./pair-facts";
import { bytesWords, rateWords } from "./size-words";
import { countWords, durationWords, percentWords } from "./wording";

/** Only a new copy asks for room: one that is declared already keeps what it has. */
export const addsRecovery = (vm: ObservedVm, protection: Protection): boolean =>
  protection.recovery !== "none" && vm.declared.recovery === "none";

/** What Disaster Recovery needs on the way to the asynchronous copy and where it is kept, with all other copies counted. */
export function recoveryPath(vm: ObservedVm, facts: PairWithMachines): Finding[] {
  const copied = copiedWrites(vm, facts);
  return [wanBandwidth(copied, facts), journalSpace(copied, facts)];
}

interface CopiedWrites {
  /** Of all machines of the pair that would be copied. */
  readonly bytesPerSecond: number;
  /** "the p95 write rate of 2 machines", or the rate now where a p95 is missing. */
  readonly words: string;
  /** False where it is only what is written now, which may be less than in a busy hour. */
  readonly isP95: boolean;
}

function copiedWrites(vm: ObservedVm, facts: PairWithMachines): CopiedWrites {
  const others = facts.machines.filter(
    (machine) => machine.ref !== vm.ref && machine.desiredPower === "on" && machine.declared.recovery !== "none",
  );
  const loads = [vm, ...others].map(({ load }) => load);
  const isP95 = loads.every((load) => load.writeP95BytesPerSecond !== null);
  return {
    bytesPerSecond: loads.reduce((sum, load) => sum + (load.writeP95BytesPerSecond ?? load.writeBytesPerSecond), 0),
    words: `the ${isP95 ? "p95 write rate" : "write rate now"} of ${countWords(loads.length, "machine")}`,
    isP95,
  };
}

const NO_P95 = "Accept, or ask again after a busy hour: only the rate now is known, and no p95 of it yet.";

function wanBandwidth(copied: CopiedWrites, facts: PairWithMachines): Finding {
  const find = finder("protection");
  const wan = facts.links.filter((link) => link.linkKind === "wan");
  const carrying = wan.filter((link) => LINK_CARRIES[link.state]);
  const needed = ADMISSION_LIMITS.wanPerWriteRate * copied.bytesPerSecond;
  const need = `${rateWords(needed)} is needed, ${ADMISSION_LIMITS.wanPerWriteRate} × ${copied.words}`;
  const present = carrying.reduce((sum, link) => sum + link.bandwidthBytesPerSecond, 0);
  if (wan.length > 0 && carrying.length === 0)
    return find("block", "wan-bandwidth", "No WAN link carries anything.", {
      value: Math.round(needed),
      limit: rateWords(0),
      remedy: "Bring a WAN link up first.",
    });
  if (present === 0)
    return find("warn", "wan-bandwidth", `The bandwidth of the WAN is not known; ${need}.`, {
      value: Math.round(needed),
      remedy: "Measure the line to the recovery site, and accept if it gives as much.",
    });
  const sentence = `The WAN carries ${rateWords(present)}; ${need}.`;
  const rest = { value: Math.round(needed), limit: rateWords(present) };
  if (present < needed)
    return find("block", "wan-bandwidth", sentence, {
      ...rest,
      remedy: "Use a faster line, or copy fewer machines of this pair.",
    });
  return copied.isP95
    ? find("pass", "wan-bandwidth", sentence, rest)
    : find("warn", "wan-bandwidth", sentence, { ...rest, remedy: NO_P95 });
}

function journalSpace(copied: CopiedWrites, facts: PairWithMachines): Finding {
  const find = finder("protection");
  const neededBytes = (ADMISSION_LIMITS.journalMs / 1_000) * copied.bytesPerSecond;
  const need = `${bytesWords(neededBytes)} is needed, ${durationWords(ADMISSION_LIMITS.journalMs)} of ${copied.words}`;
  const target = facts.pair?.recoveryTarget;
  const present = target?.journalCapacityBytes ?? null;
  const where = target?.siteName ?? "the recovery site";
  if (present === null)
    return find("warn", "journal-space", `The space for the journal at ${where} is not known; ${need}.`, {
      value: Math.round(neededBytes),
      remedy: "Look at the storage of the recovery site, and accept if it has as much.",
    });
  const sentence = `The journal at ${where} has ${bytesWords(present)}; ${need}.`;
  const rest = { value: Math.round(neededBytes), limit: bytesWords(present) };
  if (neededBytes > present)
    return find("block", "journal-space", sentence, {
      ...rest,
      remedy: `Give the journal ${bytesWords(neededBytes - present)} more, or copy fewer machines of this pair.`,
    });
  if (!copied.isP95) return find("warn", "journal-space", sentence, { ...rest, remedy: NO_P95 });
  return neededBytes > ADMISSION_LIMITS.journalUseWarnRatio * present
    ? find("warn", "journal-space", `${sentence} That is ${percentWords(neededBytes / present)} of it.`, {
        ...rest,
        remedy: "Accept, and give it more space before another machine is copied.",
      })
    : find("pass", "journal-space", sentence, rest);
}
