import { type CapabilityAnswers, type Finding, finder } from "./finding";
import { aloneNeed } from "./lone-host";
import type { ObservedHost, ObservedVm } from "./observed";
import type { PairCandidate } from "./pair-candidate";
import { HOST_STANDING, hostName, hostStanding, isStale, type PairWithMachines, usedWitness } from "./pair-facts";
import { alike, clock, standing, watchdog } from "./pair-host-check";
import { PAIR_LIMITS } from "./pair-limit";
import { chosenPaths, links } from "./pair-link-check";
import { witness } from "./pair-witness-check";
import { bytesWords, mebibytesWords, rateWords } from "./size-words";
import { otherSide, type Side } from "./state";
import { aboutWords, countWords, listWords, numberWords } from "./wording";

/** What a resync makes of links like these, by the contract: 33 MB/s on 1 GbE, 240 MB/s on 10 GbE. */
const RESYNC_BYTES_PER_SECOND = { slow: 33e6, fast: 240e6 } as const;

export interface FullCopy {
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly durationMs: number;
}

export interface ReplacingWorld {
  readonly facts: PairWithMachines;
  /** The side whose host is replaced. */
  readonly side: Side;
  /** The host that takes its place, as it is called; null where none was chosen yet. */
  readonly wanted: string | null;
  readonly freeHosts: readonly PairCandidate[];
  readonly siteName: (siteRef: string) => string;
  readonly capabilities: CapabilityAnswers;
}

/** A host of a pair, as one that another one is compared with. */
export const asCandidate = (host: ObservedHost, siteName: string): PairCandidate => ({
  ...host,
  siteName,
  answers: true,
  version: null,
  diskMiB: null,
  pairing: null,
  retiredFrom: null,
  paths: [],
  witnesses: [],
});

/** All that is copied to the new host, and how long that takes at what its links carry. */
export function fullCopyOf(facts: PairWithMachines, paths: readonly { bytesPerSecond: number }[]): FullCopy {
  const bytes = mirrored(facts.machines).reduce((sum, vm) => sum + vm.mirror.totalBytes, 0);
  const rates =
    paths.length > 0
      ? paths.map((path) => path.bytesPerSecond)
      : facts.links
          .filter(({ linkKind }) => linkKind === "availability-b")
          .map((link) => link.bandwidthBytesPerSecond * 0.94);
  const bytesPerSecond =
    Math.min(...rates) >= PAIR_LIMITS.advisedLinkBytesPerSecond * 0.9
      ? RESYNC_BYTES_PER_SECOND.fast
      : RESYNC_BYTES_PER_SECOND.slow;
  return { bytes, bytesPerSecond, durationMs: (bytes / bytesPerSecond) * 1_000 };
}

const mirrored = (machines: readonly ObservedVm[]): readonly ObservedVm[] =>
  machines.filter(({ declared }) => declared.mirror === "sync");

/** Everything that speaks for and against giving this side another host. */
export function admitReplacing(world: ReplacingWorld): Finding[] {
  const { facts, side, wanted, freeHosts, capabilities } = world;
  const able = capabilities["replace-host"];
  const find = finder("hostId");
  if (able?.supported === false)
    return [
      find("block", "capability", able.reason, {
        value: "replace-host",
        limit: "a backend that replaces hosts",
        remedy: "Replace it with the backend's own means.",
      }),
    ];
  if (isStale(facts))
    return [
      find("block", "known", "The pair has not been heard from lately, so nothing can be checked.", {
        remedy: "Wait until the pair answers.",
      }),
    ];
  const survivor = facts.hosts[otherSide(side)];
  const findings = [oldHost(facts, side), survives(facts, side), ...lastCopies(facts, side)];
  if (wanted === null) return findings;
  const host = freeHosts.find(({ name }) => name === wanted);
  if (!host)
    return [
      ...findings,
      finder("withHost")("block", "host-answers", `No free host named ${wanted} answers.`, {
        value: wanted,
        limit: listWords(freeHosts.map(({ name }) => name)) || "no free host",
        remedy: "Choose a host that is free, or install one and give it this console's address.",
      }),
    ];
  const ofHost = [...standing(host, "hostB"), clock(host, "hostB"), watchdog(host, "hostB")];
  if (!host.answers || !survivor) return [...findings, ...onField(ofHost)];
  const own = asCandidate(survivor, world.siteName(survivor.siteRef));
  const together = [
    ...ofHost,
    // What the backend does not say of a host of a pair is not compared.
    ...alike(own, host).filter(({ check }) => check === "host-cpu" || check === "host-memory"),
    ...links(own, host),
    ...room(facts, side, host),
    ...asksTheWitness(facts, own, host),
  ];
  return [...findings, ...onField(together), copy(world, own, host)];
}

/** The other host is not chosen here. */
const onField = (findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, field: "withHost" }));

function oldHost(facts: PairWithMachines, side: Side): Finding {
  const find = finder("hostId");
  const name = hostName(facts, side);
  const state = facts.hosts[side]?.state ?? "Unknown";
  const rest = { value: state, limit: "off, lost or in maintenance" };
  switch (HOST_STANDING[state]) {
    case "away":
      return find("pass", "old-host", `${name} is ${state}: nothing runs there.`, rest);
    case "in-doubt":
      return find("block", "old-host", `${name} is ${state}: whether it still runs anything is not known.`, {
        ...rest,
        remedy: `Wait until ${hostName(facts, otherSide(side))} has decided about it.`,
      });
    case "serves":
      return find("block", "old-host", `${name} is ${state} and serves its machines.`, {
        ...rest,
        remedy: `Put ${name} into maintenance first: its machines then move while they run.`,
      });
  }
}

function survives(facts: PairWithMachines, side: Side): Finding {
  const find = finder("hostId");
  const there = otherSide(side);
  const state = facts.hosts[there]?.state ?? "Unknown";
  const name = hostName(facts, there);
  return hostStanding(facts, there) === "serves"
    ? find("pass", "survivor", `${name} is ${state} and keeps every machine.`, {
        value: state,
        limit: "a host that serves",
      })
    : find("block", "survivor", `${name} is ${state}: nobody would keep the machines meanwhile.`, {
        value: state,
        limit: "a host that serves",
        remedy: `Bring ${name} back first.`,
      });
}

/** The old host's copies are given up: never the last good one. */
function lastCopies(facts: PairWithMachines, side: Side): Finding[] {
  const find = finder("hostId");
  const there = otherSide(side);
  const [here, stays] = [hostName(facts, side), hostName(facts, there)];
  const limit = `a complete copy of every machine on ${stays}, which owns it`;
  const lost = facts.machines.flatMap((vm): Finding[] => {
    const leg = vm.mirror.legs[there];
    if (vm.histories)
      return [
        find("block", "last-copy", `${vm.name} has two histories, one of them on ${here}.`, {
          value: vm.name,
          limit,
          remedy: "Choose the copy that stays first.",
        }),
      ];
    if (leg !== "UpToDate" || (vm.register !== null && !vm.register.inSync.includes(there)))
      return [
        find(
          "block",
          "last-copy",
          `The copy of ${vm.name} on ${stays} is ${leg}: the one on ${here} may be the last good one.`,
          {
            value: vm.name,
            limit,
            remedy: `Bring ${here} back until ${vm.name} has a complete copy on ${stays}, or remove ${vm.name}.`,
          },
        ),
      ];
    return vm.register?.owner === side
      ? [
          find("block", "last-copy", `${vm.name} still belongs to ${here}.`, {
            value: vm.name,
            limit,
            remedy: `Start it on ${stays}, or remove it.`,
          }),
        ]
      : [];
  });
  return lost.length > 0
    ? lost
    : [
        find(
          "pass",
          "last-copy",
          `${stays} has a complete copy of ${countWords(facts.machines.length, "machine")} and owns each.`,
          {
            value: facts.machines.length,
            limit,
          },
        ),
      ];
}

function room(facts: PairWithMachines, side: Side, host: PairCandidate): Finding[] {
  const need = aloneNeed(facts, otherSide(side));
  const find = finder("withHost");
  const disksMiB = mirrored(facts.machines).reduce((sum, vm) => sum + vm.diskMiB, 0);
  const rest = { value: need.memoryMiB, limit: `at most ${numberWords(host.memoryMiB)} MiB` };
  const findings = [
    need.memoryMiB > host.memoryMiB
      ? find(
          "block",
          "runs-alone",
          `${host.name} alone would need ${mebibytesWords(need.memoryMiB)} of memory and has ${mebibytesWords(host.memoryMiB)}.`,
          {
            ...rest,
            remedy: "Choose a larger host, or remove a machine from this pair.",
          },
        )
      : find(
          "pass",
          "runs-alone",
          `${host.name} alone would need ${mebibytesWords(need.memoryMiB)} of ${mebibytesWords(host.memoryMiB)} memory.`,
          rest,
        ),
  ];
  const free = host.diskMiB ?? 0;
  const ofDisks = { value: disksMiB, limit: `at most ${numberWords(free)} MiB` };
  return [
    ...findings,
    disksMiB > free
      ? find(
          "block",
          "host-disk",
          `The copies need ${mebibytesWords(disksMiB)}; ${host.name} has ${mebibytesWords(free)} free.`,
          {
            ...ofDisks,
            remedy: "Add disks to it, or choose another host.",
          },
        )
      : find(
          "pass",
          "host-disk",
          `The copies need ${mebibytesWords(disksMiB)} of ${mebibytesWords(free)} that ${host.name} has free.`,
          ofDisks,
        ),
  ];
}

function asksTheWitness(facts: PairWithMachines, own: PairCandidate, host: PairCandidate): Finding[] {
  const used = usedWitness(facts);
  const find = finder("withHost");
  if (!used)
    return [
      find(
        "block",
        "witness-reach",
        "Which witness holds the registers is not known: it has to shut the old host out.",
        {
          limit: "a witness that answers",
          remedy: "Bring the witness back first.",
        },
      ),
    ];
  const sight = host.witnesses.find(({ name }) => name === used.name);
  const of = sight ? { ...own, witnesses: [{ ...sight, rttMs: used.seenBy.a.rttMs ?? used.seenBy.b.rttMs }] } : own;
  return witness(used.name, "witness", [of, host], chosenPaths(own, host));
}

function copy(world: ReplacingWorld, own: PairCandidate, host: PairCandidate): Finding {
  const { bytes, bytesPerSecond, durationMs } = fullCopyOf(world.facts, chosenPaths(own, host));
  const count = mirrored(world.facts.machines).length;
  const find = finder("withHost");
  const rest = { value: bytes, limit: null };
  if (count === 0) return find("pass", "full-copy", "No machine of the pair is mirrored: nothing is copied.", rest);
  return find(
    "warn",
    "full-copy",
    `${bytesWords(bytes)} of ${countWords(count, "machine")} are copied to ${host.name} at ${rateWords(bytesPerSecond)}: one copy for ${aboutWords(durationMs)}.`,
    {
      ...rest,
      limit: "no machine on one copy for longer than it takes",
      remedy: "Accept: each machine has two copies as soon as its own is complete.",
    },
  );
}
