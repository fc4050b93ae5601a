import { CLOCK_SKEW_LIMIT_MS } from "./clock-limit";
import { type Finding, finder } from "./finding";
import type { PairCandidate } from "./pair-candidate";
import { PAIR_LIMITS } from "./pair-limit";
import { mebibytesWords } from "./size-words";
import { durationWords, listWords, numberWords } from "./wording";

/** Which field of the form a host was chosen in. */
export type HostField = "hostA" | "hostB";

/** That it can be spoken with and belongs to nobody. */
export function standing(host: PairCandidate, field: HostField): Finding[] {
  const find = finder(field);
  const answers = host.answers
    ? find("pass", "host-answers", `${host.name} answers.`)
    : find("block", "host-answers", `${host.name} does not answer.`, {
        value: host.name,
        limit: "an answer within 5 s",
        remedy: `Look whether ${host.name} has power and its management cable, or choose another host.`,
      });
  if (host.pairing !== null)
    return [
      answers,
      find("block", "host-free", `${host.name} is being made a host of ${host.pairing} already.`, {
        value: host.name,
        limit: "one pair for each host",
        remedy: `Wait for ${host.pairing}, break that off, or choose another host.`,
      }),
    ];
  const free = host.retiredFrom
    ? find(
        "warn",
        "host-free",
        `${host.name} was replaced in ${host.retiredFrom} and still holds the copies of then; they are old and are removed.`,
        {
          value: host.retiredFrom,
          limit: "no copies of another pair",
          remedy: "Accept that they are removed for good.",
        },
      )
    : find("pass", "host-free", `${host.name} belongs to no pair and holds no copies.`);
  return [answers, free];
}

export function clock(host: PairCandidate, field: HostField): Finding {
  const find = finder(field);
  const limit = `at most ${durationWords(CLOCK_SKEW_LIMIT_MS)} off, and steady`;
  if (host.clock === null)
    return find("warn", "host-clock", `The clock of ${host.name} is not known.`, {
      limit,
      remedy: "Look at its time source, and accept if it has one.",
    });
  const off = Math.abs(host.clock.offsetMs);
  if (off > CLOCK_SKEW_LIMIT_MS)
    return find("block", "host-clock", `The clock of ${host.name} is ${durationWords(off)} off.`, {
      value: host.clock.offsetMs,
      limit,
      remedy: `Give ${host.name} a time source: the records of two hosts can't be put in order otherwise.`,
    });
  return host.clock.steady
    ? find("pass", "host-clock", `The clock of ${host.name} is ${durationWords(off)} off.`, {
        value: host.clock.offsetMs,
        limit,
      })
    : find("warn", "host-clock", `The clock of ${host.name} was set a moment ago.`, {
        value: host.clock.offsetMs,
        limit,
        remedy: "Wait some minutes: no lease is given out until it is steady.",
      });
}

export function watchdog(host: PairCandidate, field: HostField): Finding {
  const find = finder(field);
  return host.watchdog === "absent"
    ? find("block", "host-watchdog", `${host.name} has no watchdog and could not fence itself.`, {
        value: "absent",
        limit: "one that can be armed",
        remedy: "Switch the watchdog on in its firmware.",
      })
    : find("pass", "host-watchdog", `${host.name} has a watchdog; it is armed with the first protected machine.`);
}

/** What is compared of two: the second is judged by the first. */
export function alike(a: PairCandidate, b: PairCandidate): Finding[] {
  return [version(a, b), cpu(a, b), memory(a, b), disk(a, b)];
}

const series = (text: string): string => text.split(".").slice(0, 2).join(".");

function version(a: PairCandidate, b: PairCandidate): Finding {
  const find = finder("hostB");
  const limit = "one version on both";
  if (a.version === null || b.version === null)
    return find("warn", "host-version", `The version of ${(a.version === null ? a : b).name} is not known.`, {
      limit,
      remedy: "Look at both hosts, and accept if they have the same one.",
    });
  if (a.version === b.version)
    return find("pass", "host-version", `Both hosts run ${a.version}.`, { value: b.version, limit });
  const sentence = `${a.name} runs ${a.version}, ${b.name} runs ${b.version}.`;
  return series(a.version) === series(b.version)
    ? find("warn", "host-version", sentence, {
        value: b.version,
        limit,
        remedy: "Accept: they understand each other. Update the older one at the next maintenance.",
      })
    : find("block", "host-version", sentence, {
        value: b.version,
        limit,
        remedy: `Bring both hosts to ${a.version > b.version ? a.version : b.version} first: the rules of two series differ.`,
      });
}

const family = (model: string): string => model.split(" ")[0] ?? model;

/** Equal processors are asked for by lockstep alone; another maker's are not. */
function cpu(a: PairCandidate, b: PairCandidate): Finding {
  const find = finder("hostB");
  const limit = a.cpuModel;
  const both = `${a.name} has ${a.cpuModel}, ${b.name} has ${b.cpuModel}`;
  if (family(a.cpuModel) !== family(b.cpuModel))
    return find("block", "host-cpu", `${both}: two families.`, {
      value: b.cpuModel,
      limit,
      remedy: "Pair hosts of one family: a machine would find other hardware after each restart.",
    });
  if (a.cpuModel !== b.cpuModel)
    return find("warn", "host-cpu", `${both}: no machine of this pair could have Fault Tolerance.`, {
      value: b.cpuModel,
      limit,
      remedy: "Accept High Availability at the most, or choose a host with the same processors.",
    });
  const lacking = (of: PairCandidate, than: PairCandidate) =>
    (than.cpuFeatures ?? []).filter((name) => of.cpuFeatures !== null && !of.cpuFeatures.includes(name));
  const lacks = [
    { name: a.name, features: lacking(a, b) },
    { name: b.name, features: lacking(b, a) },
  ].filter(({ features }) => features.length > 0);
  if (lacks.length === 0)
    return find("pass", "host-cpu", `Both hosts have ${a.cpuModel} with the same features.`, {
      value: b.cpuModel,
      limit,
    });
  const words = listWords(lacks.map(({ name, features }) => `${name} lacks ${listWords(features)}`));
  return find("warn", "host-cpu", `Both hosts have ${a.cpuModel}, but ${words}: Fault Tolerance would be refused.`, {
    value: lacks.flatMap(({ features }) => features).join(" "),
    limit: "the same features",
    remedy: "Give both the same firmware and the same settings of it, or accept High Availability at the most.",
  });
}

function memory(a: PairCandidate, b: PairCandidate): Finding {
  const [less, more] = a.memoryMiB <= b.memoryMiB ? [a, b] : [b, a];
  const find = finder(less === a ? "hostA" : "hostB");
  const least = PAIR_LIMITS.leastMemoryMiB;
  const rest = { value: less.memoryMiB, limit: `at least ${mebibytesWords(least)}, and as much on both` };
  if (less.memoryMiB < least)
    return find("block", "host-memory", `${less.name} has ${mebibytesWords(less.memoryMiB)} of memory.`, {
      ...rest,
      remedy: `Give it ${mebibytesWords(least - less.memoryMiB)} more, or choose another host.`,
    });
  const sentence = `${a.name} has ${mebibytesWords(a.memoryMiB)} of memory, ${b.name} ${mebibytesWords(b.memoryMiB)}.`;
  return less.memoryMiB < more.memoryMiB * PAIR_LIMITS.alikeRatio
    ? find("warn", "host-memory", sentence, {
        ...rest,
        remedy: `Accept: the pair has room for what fits into ${less.name} alone; ${mebibytesWords(more.memoryMiB - less.memoryMiB)} of ${more.name} stay unused.`,
      })
    : find("pass", "host-memory", sentence, rest);
}

function disk(a: PairCandidate, b: PairCandidate): Finding {
  if (a.diskMiB === null || b.diskMiB === null) {
    const unknown = a.diskMiB === null ? a : b;
    return finder(unknown === a ? "hostA" : "hostB")(
      "warn",
      "host-disk",
      `How much of the disks of ${unknown.name} is free is not known.`,
      {
        limit: `at least ${mebibytesWords(PAIR_LIMITS.leastDiskMiB)}`,
        remedy: "Look at its disks, and accept if there is as much.",
      },
    );
  }
  const [less, more] = a.diskMiB <= b.diskMiB ? [a, b] : [b, a];
  const lessMiB = Math.min(a.diskMiB, b.diskMiB);
  const find = finder(less === a ? "hostA" : "hostB");
  const least = PAIR_LIMITS.leastDiskMiB;
  const rest = { value: lessMiB, limit: `at least ${mebibytesWords(least)} free, and as much on both` };
  if (lessMiB < least)
    return find("block", "host-disk", `${less.name} has ${mebibytesWords(lessMiB)} of disk free for copies.`, {
      ...rest,
      remedy: "Add a disk, remove what is on those it has, or choose another host.",
    });
  const sentence = `${a.name} has ${mebibytesWords(a.diskMiB)} of disk free for copies, ${b.name} ${mebibytesWords(b.diskMiB)}.`;
  return lessMiB < Math.max(a.diskMiB, b.diskMiB) * PAIR_LIMITS.alikeRatio
    ? find("warn", "host-disk", sentence, {
        ...rest,
        remedy: `Accept: each machine has a copy on both, so the rest of the disks of ${more.name} stays unused.`,
      })
    : find("pass", "host-disk", sentence, rest);
}

/** What is to run on the pair, as far as somebody has said. */
export interface PlannedLoad {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

/** Either host alone has to carry all of it. */
export function runsAlone(
  a: PairCandidate,
  b: PairCandidate,
  load: PlannedLoad,
  vcpusPerCore: { warn: number; block: number },
): Finding {
  const least = {
    cores: Math.min(a.cores, b.cores),
    memoryMiB: Math.min(a.memoryMiB, b.memoryMiB),
    diskMiB: Math.min(a.diskMiB ?? Number.POSITIVE_INFINITY, b.diskMiB ?? Number.POSITIVE_INFINITY),
  };
  const smaller = a.memoryMiB <= b.memoryMiB ? a : b;
  if (load.memoryMiB > least.memoryMiB)
    return finder("runsMemoryMiB")(
      "block",
      "runs-alone",
      `${smaller.name} alone would need ${mebibytesWords(load.memoryMiB)} of memory and has ${mebibytesWords(least.memoryMiB)}.`,
      {
        value: load.memoryMiB,
        limit: `at most ${numberWords(least.memoryMiB)} MiB`,
        remedy: `Plan ${mebibytesWords(load.memoryMiB - least.memoryMiB)} less for this pair, or choose larger hosts.`,
      },
    );
  if (load.diskMiB > least.diskMiB)
    return finder("runsDiskMiB")(
      "block",
      "runs-alone",
      `Each host would hold ${mebibytesWords(load.diskMiB)} of copies; the smaller one has ${mebibytesWords(least.diskMiB)} free.`,
      {
        value: load.diskMiB,
        limit: `at most ${numberWords(least.diskMiB)} MiB`,
        remedy: `Plan ${mebibytesWords(load.diskMiB - least.diskMiB)} less for this pair, or add disks to both.`,
      },
    );
  const most = least.cores * vcpusPerCore.block;
  const find = finder("runsVcpus");
  const sentence = `Either host alone would run ${numberWords(load.vcpus)} vCPU on ${numberWords(least.cores)} cores`;
  if (load.vcpus > most)
    return find("block", "runs-alone", `${sentence}.`, {
      value: load.vcpus,
      limit: `at most ${numberWords(most)}`,
      remedy: "Plan fewer vCPU for this pair, or choose hosts with more cores.",
    });
  return load.vcpus > least.cores * vcpusPerCore.warn
    ? find("warn", "runs-alone", `${sentence}.`, {
        value: load.vcpus,
        limit: `${numberWords(least.cores * vcpusPerCore.warn)} without waiting, at most ${numberWords(most)}`,
        remedy: "Accept that all run slower while one host is alone.",
      })
    : find(
        "pass",
        "runs-alone",
        `${sentence}, with ${mebibytesWords(load.memoryMiB)} of ${mebibytesWords(least.memoryMiB)} memory.`,
        { value: load.vcpus, limit: `at most ${numberWords(most)}` },
      );
}
