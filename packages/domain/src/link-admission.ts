import { ADMISSION_LIMITS } from "./admission-limit";
import { type Finding, finder } from "./finding";
import { dialStopOf, type Protection } from "./level";
import type { ObservedVm } from "./observed";
import { carryingLinks, type PairFacts } from "./pair-facts";
import { rateWords } from "./size-words";
import { numberWords, percentWords } from "./wording";

export function linkCount(facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const needed = protection.compute === "lockstep" || protection.separation === "site" ? 2 : 1;
  const present = carryingLinks(facts).length;
  const sentence = `${numberWords(present)} availability ${present === 1 ? "link is" : "links are"} up, ${numberWords(needed)} needed.`;
  return present < needed
    ? find("block", "link-count", sentence, {
        value: present,
        limit: numberWords(needed),
        remedy: "Bring the availability links up first.",
      })
    : find("pass", "link-count", sentence, { value: present, limit: numberWords(needed) });
}

export function linkUse(vm: ObservedVm, facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const links = carryingLinks(facts);
  const bandwidth = links.reduce((sum, link) => sum + link.bandwidthBytesPerSecond, 0);
  const used = links.reduce((sum, link) => sum + link.usedBytesPerSecond, 0);
  const was = dialStopOf(vm.declared);
  const writes = was === "unprotected" ? vm.load.writeBytesPerSecond : 0;
  const dirty = protection.compute === "lockstep" && was !== "fault-tolerance" ? vm.load.dirtyBytesPerSecond : 0;
  if (bandwidth === 0)
    return find("block", "link-use", "No availability link carries anything.", {
      remedy: "Bring the availability links up first.",
    });
  const ratio = (used + writes + dirty) / bandwidth;
  const sentence = `Links would run at ${percentWords(ratio)} with ${rateWords(writes + dirty)} more; the limit is ${percentWords(ADMISSION_LIMITS.linkUseRatio)}.`;
  const rest = { value: Math.round(ratio * 100), limit: percentWords(ADMISSION_LIMITS.linkUseRatio) };
  if (ratio > ADMISSION_LIMITS.linkUseRatio)
    return find("block", "link-use", sentence, {
      ...rest,
      remedy: "Choose High Availability, or move a busy machine to another pair.",
    });
  return ratio > ADMISSION_LIMITS.linkUseWarnRatio
    ? find("warn", "link-use", sentence, { ...rest, remedy: "Accept, and watch the links at the next busy hour." })
    : find("pass", "link-use", sentence, rest);
}

export function roundTrip(facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const known = carryingLinks(facts).flatMap(({ rttP50Ms, rttP99Ms }) =>
    rttP50Ms === null || rttP99Ms === null ? [] : [{ p50Ms: rttP50Ms, p99Ms: rttP99Ms }],
  );
  const limitMs =
    protection.compute === "lockstep"
      ? ADMISSION_LIMITS.faultToleranceRttMs
      : protection.separation === "site"
        ? ADMISSION_LIMITS.remoteRttMs
        : ADMISSION_LIMITS.highAvailabilityRttMs;
  if (known.length === 0)
    return find("warn", "round-trip", `The round trip of the links is not measured yet; the limit is ${limitMs} ms.`, {
      limit: `${limitMs} ms`,
      remedy: "Wait a minute for a measurement.",
    });
  const worstMs = Math.max(...known.map(({ p99Ms }) => p99Ms));
  const sentence = `Link round trip p99 is ${Number(worstMs.toFixed(2))} ms; the limit is ${limitMs} ms.`;
  const rest = { value: worstMs, limit: `${limitMs} ms` };
  if (worstMs > limitMs) {
    // Lockstep pays each slow round trip with a pause of the guest. A mirror alone only writes slower for that moment,
    // and the slowest of the last few dozen round trips is often a busy host and not a long way: the median tells the way.
    const medianMs = Math.max(...known.map(({ p50Ms }) => p50Ms));
    const remedy = "Use a shorter path between the hosts, or a lower level.";
    if (protection.compute === "lockstep") return find("block", "round-trip", sentence, { ...rest, remedy });
    if (medianMs <= limitMs)
      return find("warn", "round-trip", sentence, { ...rest, remedy: "Accept that some writes wait as long." });
    const median = `The median link round trip is ${Number(medianMs.toFixed(2))} ms; the limit is ${limitMs} ms.`;
    return find("block", "round-trip", median, { ...rest, value: medianMs, remedy });
  }
  return protection.compute === "lockstep" && worstMs > ADMISSION_LIMITS.faultToleranceAdvisedRttMs
    ? find("warn", "round-trip", `${sentence} Advised is ${ADMISSION_LIMITS.faultToleranceAdvisedRttMs} ms.`, {
        ...rest,
        remedy: "Accept: each burst of writes takes that much longer.",
      })
    : find("pass", "round-trip", sentence, rest);
}
