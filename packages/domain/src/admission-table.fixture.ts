import { admitProtection } from "./admission";
import { ADMISSION_LIMITS as LIMIT } from "./admission-limit";
import { CHECKS, type Check, type Finding, hasToBeAccepted } from "./finding";
import {
  FAULT_TOLERANCE,
  HIGH_AVAILABILITY,
  type Protection,
  REMOTE_AVAILABILITY,
  UNPROTECTED,
  withRecovery,
} from "./level";
import { admitMachine, type MachineWorld } from "./machine-admission";
import type { MachineDefinition } from "./machine-definition";
import type { ObservedVm } from "./observed";
import { alone, available, facts, host, link, NOW_MS, resyncing, witness } from "./pair.fixture";
import type { PairWithMachines } from "./pair-facts";
import { PAIR_ROWS } from "./pair-forming-table.fixture";
import { aboutWords, durationWords, percentWords } from "./wording";

const yes = { supported: true } as const;
const CAPABLE = {
  "high-availability": yes,
  "fault-tolerance": yes,
  "remote-availability": yes,
  "disaster-recovery": yes,
};
const NO_FT = { supported: false, reason: "This pool can do High Availability, not Fault Tolerance." } as const;
const COPIED = withRecovery(HIGH_AVAILABILITY);
const GIB = 1024 ** 3;

const dialled = (
  vm: ObservedVm,
  to: Protection,
  world: Partial<PairWithMachines> = {},
  capabilities: Parameters<typeof admitProtection>[3] = CAPABLE,
): Finding[] => admitProtection(vm, facts({ machines: [vm], ...world }), to, capabilities);

const DEFINITION: MachineDefinition = {
  name: "web-01",
  pairRef: "lit",
  side: null,
  vcpus: 4,
  memoryMiB: 8 * 1024,
  diskMiB: 20 * 1024,
  image: null,
  mac: null,
  ip: null,
  guest: "linux",
  protection: HIGH_AVAILABILITY,
};
const made = (change: Partial<MachineDefinition>, world: Partial<MachineWorld> = {}): Finding[] =>
  admitMachine(
    { ...DEFINITION, ...change },
    {
      facts: facts({ machines: [available()] }),
      pairNames: ["lit", "por"],
      names: ["orders-db"],
      macs: { "52:54:00:6b:1c:42": "orders-db" },
      images: ["debian-12"],
      capabilities: CAPABLE,
      ...world,
    },
  );

const wan = (bandwidthBytesPerSecond: number) => [
  link("availability-a"),
  link("availability-b"),
  link("wan", { bandwidthBytesPerSecond }),
];
const journalOf = (journalCapacityBytes: number | null): Partial<PairWithMachines> => {
  const { pair } = facts();
  return {
    pair: pair && { ...pair, recoveryTarget: { siteName: "Portland", journalCapacityBytes } },
    links: wan(125e6),
  };
};
const rtt = (p50Ms: number, p99Ms: number) => ({
  links: [link("availability-a", { rttP50Ms: p50Ms, rttP99Ms: p99Ms }), link("availability-b")],
});
const used = (usedBytesPerSecond: number) => ({
  links: [link("availability-a", { usedBytesPerSecond }), link("availability-b", { usedBytesPerSecond })],
});

export interface Row {
  /** What passes, what only warns, what is refused. */
  readonly limit: string;
  /** Where the limit is from. */
  readonly source: string;
  /** Worlds in which the check warns or blocks; what they answer is printed. */
  readonly asked: readonly Finding[][];
}

const CONTRACT = "the levels' contract";
const OURS = "our default";

/** Each check with its limit, and questions that it does not pass. Adding a check without them does not compile. */
const ROWS: Record<Check, Row> = {
  known: {
    limit: `the pair was heard from within ${durationWords(facts().staleAfterMs)}`,
    source: "nothing is decided on old news",
    asked: [dialled(available(), FAULT_TOLERANCE, { nowMs: NOW_MS + 9_000 })],
  },
  capability: {
    limit: "the backend says that it can do it",
    source: "the backend's own answer",
    asked: [dialled(available(), FAULT_TOLERANCE, {}, { ...CAPABLE, "fault-tolerance": NO_FT })],
  },
  partner: {
    limit: "the partner host runs",
    source: CONTRACT,
    asked: [
      dialled(alone(), HIGH_AVAILABILITY, { hosts: { a: host("a"), b: host("b", { state: "PredictedToFail" }) } }),
      dialled(alone(), HIGH_AVAILABILITY, { hosts: { a: host("a"), b: host("b", { state: "Failed" }) } }),
    ],
  },
  passthrough: {
    limit: "no device of one host is used directly",
    source: CONTRACT,
    asked: [
      dialled(alone({ passthroughDevices: null }), HIGH_AVAILABILITY),
      dialled(alone({ passthroughDevices: ["NVIDIA T4 at 0000:3b:00.0"] }), HIGH_AVAILABILITY),
    ],
  },
  cpu: {
    limit: `either host alone, all other machines counted: warns over ${LIMIT.vcpusPerCoreWarn} vCPU a core, at most ${LIMIT.vcpusPerCoreBlock}`,
    source: `${CONTRACT}; ${LIMIT.vcpusPerCoreBlock} is ${OURS}`,
    asked: [
      dialled(available({ vcpus: 49 }), FAULT_TOLERANCE),
      dialled(available({ vcpus: 193 }), FAULT_TOLERANCE),
      made({ vcpus: 64 }),
    ],
  },
  memory: {
    limit: "either host alone, all other machines counted: never more than it has",
    source: CONTRACT,
    asked: [dialled(available({ memoryMiB: 300 * 1024 }), FAULT_TOLERANCE), made({ memoryMiB: 300 * 1024 })],
  },
  "link-count": {
    limit: "2 availability links for Fault Tolerance and Remote Availability, 1 for High Availability",
    source: CONTRACT,
    asked: [
      dialled(available(), FAULT_TOLERANCE, {
        links: [link("availability-a"), link("availability-b", { state: "Down" })],
      }),
    ],
  },
  "link-use": {
    limit: `with what it adds: warns over ${percentWords(LIMIT.linkUseWarnRatio)}, at most ${percentWords(LIMIT.linkUseRatio)}`,
    source: `${CONTRACT}; the warning is ${OURS}`,
    asked: [dialled(available(), FAULT_TOLERANCE, used(750e6)), dialled(available(), FAULT_TOLERANCE, used(860e6))],
  },
  "round-trip": {
    limit: `p99 at most ${LIMIT.faultToleranceRttMs} ms for Fault Tolerance (advised ${LIMIT.faultToleranceAdvisedRttMs} ms), ${LIMIT.highAvailabilityRttMs} ms for High Availability and ${LIMIT.remoteRttMs} ms for Remote Availability; without lockstep the median is what is refused`,
    source: CONTRACT,
    asked: [
      dialled(available(), FAULT_TOLERANCE, rtt(0.3, 3.1)),
      dialled(available(), FAULT_TOLERANCE, rtt(3, 7)),
      dialled(alone(), HIGH_AVAILABILITY, rtt(2, 7)),
      dialled(alone(), HIGH_AVAILABILITY, rtt(6, 7)),
    ],
  },
  "cpu-match": {
    limit: "one model and the same features for Fault Tolerance; otherwise it warns",
    source: CONTRACT,
    asked: [
      dialled(alone(), HIGH_AVAILABILITY, { hosts: { a: host("a"), b: host("b", { cpuModel: "EPYC 7543" }) } }),
      dialled(available(), FAULT_TOLERANCE, { hosts: { a: host("a"), b: host("b", { cpuModel: "EPYC 7543" }) } }),
      dialled(available(), FAULT_TOLERANCE, {
        hosts: { a: host("a"), b: host("b", { cpuFeatures: ["aes", "avx2"] }) },
      }),
    ],
  },
  watchdog: {
    limit: "each host has one; it is armed with the first protected machine",
    source: CONTRACT,
    asked: [
      dialled(alone(), HIGH_AVAILABILITY, { hosts: { a: host("a"), b: host("b", { watchdog: "disarmed" }) } }),
      dialled(alone(), HIGH_AVAILABILITY, { hosts: { a: host("a"), b: host("b", { watchdog: "absent" }) } }),
    ],
  },
  copies: {
    limit: "both copies UpToDate; from Unprotected the second is made first; the last complete copy is never dropped",
    source: CONTRACT,
    asked: [
      dialled(alone(), FAULT_TOLERANCE),
      dialled(resyncing(available()), FAULT_TOLERANCE),
      dialled(available({ mirror: { ...available().mirror, legs: { a: "Outdated", b: "UpToDate" } } }), UNPROTECTED),
    ],
  },
  witness: {
    limit: "one that both hosts see; it shares neither site nor power with them (refused at Remote Availability only)",
    source: CONTRACT,
    asked: [
      dialled(alone(), HIGH_AVAILABILITY, { witnesses: [witness({ a: true, b: true }, { independent: false })] }),
      dialled(alone(), HIGH_AVAILABILITY, { witnesses: [witness({ a: true, b: false })] }),
    ],
  },
  sites: {
    limit: "two sites for Remote Availability",
    source: CONTRACT,
    asked: [dialled(available(), REMOTE_AVAILABILITY)],
  },
  "wan-bandwidth": {
    limit: `${LIMIT.wanPerWriteRate} × the p95 write rate of all machines of the pair that are copied`,
    source: OURS,
    asked: [
      dialled(available(), COPIED, { links: wan(0) }),
      dialled(available({ load: { ...available().load, writeP95BytesPerSecond: null } }), COPIED, {
        links: wan(125e6),
      }),
      dialled(available(), COPIED, { links: wan(25e6) }),
    ],
  },
  "journal-space": {
    limit: `${aboutWords(LIMIT.journalMs)} of that rate; warns where it is over ${percentWords(LIMIT.journalUseWarnRatio)} of the space`,
    source: OURS,
    asked: [
      dialled(available(), COPIED, journalOf(null)),
      dialled(available(), COPIED, journalOf(150 * GIB)),
      dialled(available(), COPIED, journalOf(100 * GIB)),
    ],
  },
  name: { limit: "one machine of a name", source: "identity", asked: [made({ name: "orders-db" })] },
  mac: { limit: "one machine of a MAC", source: "identity", asked: [made({ mac: "52:54:00:6b:1c:42" })] },
  pair: { limit: "a pair that exists", source: "identity", asked: [made({ pairRef: "xyz" }, { facts: null })] },
  ...PAIR_ROWS,
  image: { limit: "an image that both hosts have", source: CONTRACT, asked: [made({ image: "windows" })] },
};

export const TABLE_BEGINS = "| Check | Limit |";

/** docs/admission.md, below its words: what each check says where it does not pass. */
export function admissionTable(): string {
  const lines = CHECKS.flatMap((check) => {
    const { limit, source, asked } = ROWS[check];
    return asked.map((findings, index) => {
      const found = findings.find((finding) => finding.check === check && finding.verdict !== "pass");
      if (!found)
        throw new Error(`Question ${index + 1} of the check "${check}" is answered by ${JSON.stringify(findings)}.`);
      const first = index === 0 ? [`\`${check}\``, limit, source] : ["", "", ""];
      return `| ${[...first, answerOf(found), `\`${found.field}\``, found.sentence, found.remedy ?? ""].join(" | ")} |`;
    });
  });
  return [
    `${TABLE_BEGINS} Source | Answer | Field | What it says, as an example | Remedy |`,
    "|---|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

const VERDICT = { pass: "passes", warn: "warns", block: "refuses" } as const;
const answerOf = (found: Finding): string =>
  hasToBeAccepted(found) ? "warns, and has to be accepted" : VERDICT[found.verdict];
