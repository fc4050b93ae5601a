import { ADMISSION_LIMITS } from "./admission-limit";
import { type CapabilityAnswers, type Finding, finder, type PairCheck } from "./finding";
import type { ObservedFreeHost, ObservedSite } from "./observed";
import type { PairCandidate } from "./pair-candidate";
import { alike, clock, type HostField, type PlannedLoad, runsAlone, standing, watchdog } from "./pair-host-check";
import { chosenPaths, links } from "./pair-link-check";
import { alternate, witness } from "./pair-witness-check";
import { listWords } from "./wording";

/** A pair as somebody fills it in: what is null was not filled in yet. */
export interface PairDraft {
  readonly name: string | null;
  /** By name, as the host calls itself. */
  readonly hostA: string | null;
  readonly hostB: string | null;
  readonly witness: string | null;
  readonly alternate: string | null;
  readonly load: PlannedLoad;
}

export interface FormingWorld {
  readonly pairNames: readonly string[];
  readonly freeHosts: readonly PairCandidate[];
  readonly capabilities: CapabilityAnswers;
}

export const candidateOf = (
  host: ObservedFreeHost,
  sites: readonly Pick<ObservedSite, "ref" | "name">[],
): PairCandidate => ({
  ...host,
  answers: host.silentSinceMs === null,
  siteName: sites.find(({ ref }) => ref === host.siteRef)?.name ?? host.siteRef,
});

/** Everything that speaks for and against making these two hosts a pair, at once. */
export function admitPair(draft: PairDraft, world: FormingWorld): Finding[] {
  const a = named(draft.hostA, world);
  const b = named(draft.hostB, world);
  return [
    ...capability(world.capabilities),
    ...name(draft.name, world),
    ...chosen(draft.hostA, a, "hostA", world),
    ...chosen(draft.hostB, b, "hostB", world),
    ...(a && b ? together(draft, a, b) : []),
  ];
}

const named = (name: string | null, { freeHosts }: FormingWorld): PairCandidate | undefined =>
  name === null ? undefined : freeHosts.find((host) => host.name === name);

function capability(capabilities: CapabilityAnswers): Finding[] {
  const able = capabilities["form-pair"];
  if (able?.supported !== false) return [];
  return [
    finder("hostA")("block", "capability", able.reason, {
      value: "form-pair",
      limit: "a backend that makes pairs",
      remedy: "Make the pair with the backend's own means; it appears here by itself.",
    }),
  ];
}

function name(wanted: string | null, { pairNames }: FormingWorld): Finding[] {
  if (wanted === null) return [];
  const find = finder("name");
  return [
    pairNames.includes(wanted)
      ? find("block", "pair-name", `A pair named ${wanted} exists already.`, {
          value: wanted,
          limit: "one pair of a name",
          remedy: "Choose another name.",
        })
      : find("pass", "pair-name", `No other pair is named ${wanted}.`, { value: wanted, limit: "one pair of a name" }),
  ];
}

function chosen(
  wanted: string | null,
  host: PairCandidate | undefined,
  field: HostField,
  { freeHosts }: FormingWorld,
): Finding[] {
  if (wanted === null) return [];
  if (!host)
    return [
      finder(field)("block", "host-answers", `No free host named ${wanted} answers.`, {
        value: wanted,
        limit: listWords(freeHosts.map((free) => free.name)) || "no free host",
        remedy:
          "Choose a host that is free, or install the host and give it this console's address; it appears by itself.",
      }),
    ];
  return [...standing(host, field), ...(host.answers ? [clock(host, field), watchdog(host, field)] : [])];
}

function together(draft: PairDraft, a: PairCandidate, b: PairCandidate): Finding[] {
  const find = finder("hostB");
  if (a.ref === b.ref)
    return [
      find("block", "two-hosts", `${a.name} can't be both hosts of a pair.`, {
        value: b.name,
        limit: "two hosts",
        remedy: "Choose another second host.",
      }),
    ];
  const where = a.siteRef === b.siteRef ? `both at ${a.siteName}` : `at ${a.siteName} and ${b.siteName}`;
  const findings = [find("pass", "two-hosts", `Two hosts, ${where}.`, { value: b.name, limit: "two hosts" })];
  // Of a host that is silent the figures are those of long ago.
  if (!a.answers || !b.answers) return findings;
  return [
    ...findings,
    ...alike(a, b),
    ...links(a, b),
    ...(draft.witness === null ? [] : witness(draft.witness, "witness", [a, b], chosenPaths(a, b))),
    ...(draft.witness === null ? [] : [alternate(draft.alternate, draft.witness, [a, b])]),
    ...(draft.alternate === null || draft.alternate === draft.witness
      ? []
      : witness(draft.alternate, "alternate", [a, b], chosenPaths(a, b))),
    runsAlone(a, b, draft.load, { warn: ADMISSION_LIMITS.vcpusPerCoreWarn, block: ADMISSION_LIMITS.vcpusPerCoreBlock }),
  ];
}

const CONTRACT = "the levels' contract";
const OURS = "our default";
/** Where the limit of each check is from. */
export const SOURCE_OF_PAIR_CHECK: Readonly<Record<PairCheck, string>> = {
  "pair-name": "identity",
  "host-answers": "nothing is decided on old news",
  "host-free": "identity",
  "two-hosts": CONTRACT,
  "host-version": OURS,
  "host-clock": OURS,
  "host-watchdog": CONTRACT,
  "host-cpu": CONTRACT,
  "host-memory": OURS,
  "host-disk": OURS,
  "link-pair": CONTRACT,
  "link-apart": CONTRACT,
  "link-delay": CONTRACT,
  "link-rate": OURS,
  "witness-reach": `${CONTRACT}; the most is ${OURS}`,
  "witness-apart": CONTRACT,
  "witness-alternate": CONTRACT,
  "runs-alone": CONTRACT,
  "old-host": "safety S1: one writer",
  survivor: CONTRACT,
  "last-copy": "safety S7: the last complete copy",
  "full-copy": "the resync rates of the contract",
};
