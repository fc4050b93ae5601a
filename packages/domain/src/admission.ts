import { capacity } from "./capacity-admission";
import { cpuMatch } from "./cpu-admission";
import { type CapabilityAnswers, type Finding, finder } from "./finding";
import { dialStopOf, isBelow, type Protection } from "./level";
import { linkCount, linkUse, roundTrip } from "./link-admission";
import type { ObservedVm } from "./observed";
import {
  commonWitness,
  copiedRatio,
  hasTwoCopies,
  hostName,
  hostStanding,
  isResyncing,
  isStale,
  type PairFacts,
  type PairWithMachines,
  partnerOf,
} from "./pair-facts";
import { passthrough } from "./passthrough-admission";
import { addsRecovery, recoveryPath } from "./recovery-admission";
import { bytesWords } from "./size-words";
import { SIDES } from "./state";
import { listWords, percentWords } from "./wording";

/**
 * Would this machine be safe at this protection, with every other machine of the pair counted? Going down the dial asks
 * only what going down can break.
 */
export function admitProtection(
  vm: ObservedVm,
  facts: PairWithMachines,
  protection: Protection,
  capabilities: CapabilityAnswers,
): Finding[] {
  const find = finder("protection");
  if (isStale(facts))
    return [
      find("block", "known", "Its pair has not been heard from lately, so nothing can be checked.", {
        remedy: "Wait until the pair answers.",
      }),
    ];
  const to = dialStopOf(protection);
  const from = dialStopOf(vm.declared);
  const findings = [capability(protection, capabilities)];
  const copied = addsRecovery(vm, protection) ? recoveryPath(vm, facts) : [];
  if (to === "unprotected" || isBelow(to, from))
    return [
      ...findings,
      keepsACopy(vm, facts),
      // A machine on one host may still be copied elsewhere, and then has to be able to start there.
      ...(copied.length > 0 ? [passthrough(vm, facts), ...copied] : []),
    ];
  const after = { ...vm, declared: protection };
  return [
    ...findings,
    partner(vm, facts),
    passthrough(vm, facts),
    ...capacity(after, facts),
    linkCount(facts, protection),
    linkUse(vm, facts, protection),
    roundTrip(facts, protection),
    cpuMatch(facts, protection),
    watchdog(facts),
    copies(vm, facts, protection),
    witness(facts, protection),
    ...(protection.separation === "site" ? [sites(facts)] : []),
    ...copied,
  ];
}

function capability(protection: Protection, capabilities: CapabilityAnswers): Finding {
  const needed = [
    protection.mirror === "sync" && "high-availability",
    protection.compute === "lockstep" && "fault-tolerance",
    protection.separation === "site" && "remote-availability",
    protection.recovery !== "none" && "disaster-recovery",
  ].filter((name) => name !== false);
  const find = finder("protection");
  for (const name of needed) {
    const answer = capabilities[name];
    if (answer?.supported !== true)
      return find("block", "capability", answer?.reason ?? `This backend does not say that it can do ${name}.`, {
        value: name,
        limit: listWords(Object.keys(capabilities).filter((known) => capabilities[known]?.supported)) || null,
        remedy: "Choose a level that this backend has.",
      });
  }
  return find("pass", "capability", "The backend can do it.");
}

/** Never drop the last complete copy. */
function keepsACopy(vm: ObservedVm, facts: PairFacts): Finding {
  const find = finder("protection");
  const leg = vm.mirror.legs[vm.activeSide];
  const here = hostName(facts, vm.activeSide);
  return leg === "UpToDate"
    ? find("pass", "copies", `The copy on ${here} is UpToDate and stays.`)
    : find("block", "copies", `The copy on ${here} is ${leg}; the last complete copy would be dropped.`, {
        value: leg,
        limit: "UpToDate",
        remedy: `Wait until ${here} has a complete copy, or make the other host active.`,
      });
}

function partner(vm: ObservedVm, facts: PairFacts): Finding {
  const find = finder("protection");
  const other = partnerOf(vm);
  const standing = hostStanding(facts, other);
  const state = facts.hosts[other]?.state ?? "Unknown";
  if (standing !== "serves")
    return find("block", "partner", `${hostName(facts, other)} is ${state}.`, {
      value: state,
      limit: "Running",
      remedy: `Bring ${hostName(facts, other)} back first.`,
    });
  return state === "PredictedToFail"
    ? find("warn", "partner", `${hostName(facts, other)} is predicted to fail.`, {
        value: state,
        remedy: "Replace the part first.",
      })
    : find("pass", "partner", `${hostName(facts, other)} runs.`);
}

/** Without a watchdog a host that lost the token could go on. */
function watchdog(facts: PairFacts): Finding {
  const find = finder("protection");
  const absent = SIDES.filter((side) => facts.hosts[side]?.watchdog === "absent");
  if (absent.length > 0)
    return find(
      "block",
      "watchdog",
      `${listWords(absent.map((side) => hostName(facts, side)))} has no watchdog and could not fence itself.`,
      {
        value: "absent",
        limit: "armed",
        remedy: "Set up the watchdog.",
      },
    );
  const disarmed = SIDES.filter((side) => facts.hosts[side]?.watchdog === "disarmed");
  return disarmed.length > 0
    ? find(
        "warn",
        "watchdog",
        `The watchdog of ${listWords(disarmed.map((side) => hostName(facts, side)))} is not armed yet.`,
        {
          value: "disarmed",
          limit: "armed",
          remedy: "It is armed with the first protected machine.",
        },
      )
    : find("pass", "watchdog", "Both watchdogs are armed.");
}

function copies(vm: ObservedVm, facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const other = hostName(facts, partnerOf(vm));
  const own = vm.mirror.legs[vm.activeSide];
  if (own !== "UpToDate")
    return find("block", "copies", `The copy on ${hostName(facts, vm.activeSide)} is ${own}.`, {
      value: own,
      limit: "UpToDate",
      remedy: "Restore a complete copy first.",
    });
  if (isResyncing(vm))
    return find("block", "copies", `The copy on ${other} is at ${percentWords(copiedRatio(vm))}.`, {
      value: percentWords(copiedRatio(vm)),
      limit: "UpToDate",
      remedy: "Wait until it is complete.",
    });
  if (hasTwoCopies(vm)) return find("pass", "copies", "Both copies are UpToDate.");
  const size = bytesWords(vm.diskMiB * 1024 * 1024);
  return dialStopOf(vm.declared) === "unprotected"
    ? find(
        protection.compute === "lockstep" ? "warn" : "pass",
        "copies",
        `A full copy of ${size} is made on ${other} first, while it runs.`,
        { value: vm.diskMiB },
      )
    : find("block", "copies", `The copy on ${other} is ${vm.mirror.legs[partnerOf(vm)]}.`, {
        value: vm.mirror.legs[partnerOf(vm)],
        limit: "UpToDate",
        remedy: "Wait until both copies are UpToDate.",
      });
}

function witness(facts: PairFacts, protection: Protection): Finding {
  const find = finder("protection");
  const common = commonWitness(facts);
  if (!common)
    return find("block", "witness", "No witness is seen by both hosts.", {
      value: 0,
      limit: "1",
      remedy: "Bring a witness back that both hosts see.",
    });
  const independent = facts.witnesses.some((w) => w.independent && w.seenBy.a.reachable && w.seenBy.b.reachable);
  if (independent) return find("pass", "witness", `Both hosts see ${common.name}, which shares nothing with them.`);
  return find(
    protection.separation === "site" ? "block" : "warn",
    "witness",
    `${common.name} shares a site or its power with a host.`,
    {
      value: common.name,
      remedy: "Put a witness at a third site.",
    },
  );
}

function sites(facts: PairFacts): Finding {
  const find = finder("protection");
  const [a, b] = [facts.hosts.a?.siteRef, facts.hosts.b?.siteRef];
  return a !== b
    ? find("pass", "sites", "The hosts are at two sites.")
    : find("block", "sites", "Both hosts are at one site.", {
        value: a ?? null,
        limit: "two sites",
        remedy: "Choose a pair that spans two sites.",
      });
}
