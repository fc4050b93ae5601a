import { ADMISSION_LIMITS as ADMISSION } from "./admission-limit";
import type { Row } from "./admission-table.fixture";
import { CLOCK_SKEW_LIMIT_MS } from "./clock-limit";
import type { PairCheck } from "./finding";
import { formed, path, witnessSight } from "./free-host.fixture";
import { lost, replacing } from "./host-replacing.fixture";
import { available, host, resyncing } from "./pair.fixture";
import { SOURCE_OF_PAIR_CHECK as SOURCE } from "./pair-forming";
import { PAIR_LIMITS as LIMIT } from "./pair-limit";
import { lossWords } from "./pair-link-check";
import { mebibytesWords, rateWords } from "./size-words";
import { durationWords, percentWords } from "./wording";

const GIB = 1024;
const here = { siteName: "Duluth" };
const far = { siteRef: "thunder-bay", siteName: "Thunder Bay" };
const between = (change: Partial<ReturnType<typeof path>>) => ({
  paths: [path("dul-d", "eth2", change), path("dul-d", "eth3", change)],
});
const witnesses = (...names: Parameters<typeof witnessSight>[]) => ({
  witnesses: names.map((of) => witnessSight(...of)),
});

/** Each check of two hosts with its limit, and hosts that it does not pass. */
export const PAIR_ROWS: Record<PairCheck, Row> = {
  "pair-name": { limit: "one pair of a name", source: SOURCE["pair-name"], asked: [formed({ name: "dul" })] },
  "host-answers": {
    limit: "an answer within 5 s",
    source: SOURCE["host-answers"],
    asked: [formed({ a: { answers: false } }), formed({ hostB: "dul-x" })],
  },
  "host-free": {
    limit: "one pair for each host, and no copies of another",
    source: SOURCE["host-free"],
    asked: [formed({ a: { retiredFrom: "dul" } }), formed({ a: { pairing: "dul3" } })],
  },
  "two-hosts": { limit: "two hosts", source: SOURCE["two-hosts"], asked: [formed({ hostB: "dul-c" })] },
  "host-version": {
    limit: "one version; another of the same series warns",
    source: SOURCE["host-version"],
    asked: [formed({ b: { version: "2.4.0" } }), formed({ b: { version: "2.3.7" } })],
  },
  "host-clock": {
    limit: `at most ${durationWords(CLOCK_SKEW_LIMIT_MS)} off, and steady`,
    source: SOURCE["host-clock"],
    asked: [
      formed({ b: { clock: null } }),
      formed({ b: { clock: { offsetMs: 40, steady: false } } }),
      formed({ b: { clock: { offsetMs: 4_200, steady: true } } }),
    ],
  },
  "host-watchdog": {
    limit: "each host has one",
    source: SOURCE["host-watchdog"],
    asked: [formed({ b: { watchdog: "absent" } })],
  },
  "host-cpu": {
    limit: "one family; another model or other features warn, since they rule Fault Tolerance out",
    source: SOURCE["host-cpu"],
    asked: [
      formed({ b: { cpuModel: "Xeon Silver 4410Y" } }),
      formed({ b: { cpuFeatures: ["aes"] } }),
      formed({ b: { cpuModel: "EPYC 7543" } }),
    ],
  },
  "host-memory": {
    limit: `at least ${mebibytesWords(LIMIT.leastMemoryMiB)}; less than ${percentWords(LIMIT.alikeRatio)} of the other host warns`,
    source: SOURCE["host-memory"],
    asked: [formed({ b: { memoryMiB: 256 * GIB } }), formed({ b: { memoryMiB: 4 * GIB } })],
  },
  "host-disk": {
    limit: `at least ${mebibytesWords(LIMIT.leastDiskMiB)} free; less than ${percentWords(LIMIT.alikeRatio)} of the other host warns`,
    source: SOURCE["host-disk"],
    asked: [
      formed({ b: { diskMiB: null } }),
      formed({ b: { diskMiB: 900 * GIB } }),
      formed({ b: { diskMiB: 20 * GIB } }),
    ],
  },
  "link-pair": {
    limit: `${LIMIT.availabilityLinks} availability links, each on a port of its own on both hosts`,
    source: SOURCE["link-pair"],
    asked: [
      formed({ a: { paths: [path("dul-d", "eth2")] } }),
      formed({ a: { paths: [path("dul-d", "eth2"), path("dul-d", "eth3", { toPort: "eth2" })] } }),
    ],
  },
  "link-apart": {
    limit: "a switch of its own for each link",
    source: SOURCE["link-apart"],
    asked: [formed({ a: between({ switchName: "switch-2" }) })],
  },
  "link-delay": {
    limit: `median at most ${ADMISSION.highAvailabilityRttMs} ms at one site and ${ADMISSION.remoteRttMs} ms at two; p99 over ${ADMISSION.faultToleranceAdvisedRttMs} ms warns`,
    source: SOURCE["link-delay"],
    asked: [
      formed({ a: between({ rttP50Ms: 1, rttP99Ms: 3.1 }) }),
      formed({ a: between({ rttP50Ms: 7, rttP99Ms: 9 }), b: far }),
      formed({ a: between({ rttP50Ms: 7, rttP99Ms: 9 }) }),
      formed({ a: between({ rttP50Ms: 14, rttP99Ms: 20 }), b: far }),
    ],
  },
  "link-rate": {
    limit: `each link at least ${rateWords(LIMIT.leastLinkBytesPerSecond)}, advised ${rateWords(LIMIT.advisedLinkBytesPerSecond)}; loss over ${lossWords(LIMIT.lossRatio)} warns`,
    source: SOURCE["link-rate"],
    asked: [
      formed({ a: between({ bytesPerSecond: 117_500_000 }) }),
      formed({ a: between({ lossRatio: 0.004 }) }),
      formed({ a: between({ bytesPerSecond: 11_700_000 }) }),
    ],
  },
  "witness-reach": {
    limit: `an answer to both hosts within ${LIMIT.witnessRttMs} ms, at most ${LIMIT.witnessMostRttMs} ms`,
    source: SOURCE["witness-reach"],
    asked: [
      formed({ both: witnesses(["witness-alb", { rttMs: 96 }]) }),
      formed({ b: witnesses(["witness-alb", { rttMs: null }]) }),
      formed({ witness: "witness-xyz" }),
      formed({ both: witnesses(["witness-alb", { rttMs: 640 }]) }),
    ],
  },
  "witness-apart": {
    limit: "on neither host, not behind the hosts' own links, and at a third site where the hosts are at two",
    source: SOURCE["witness-apart"],
    asked: [
      formed({ both: witnesses(["witness-alb", here]) }),
      formed({ both: witnesses(["witness-alb", here]), b: far }),
      formed({ both: witnesses(["witness-alb", { onHostRef: "dul-d" }]) }),
      formed({ both: witnesses(["witness-alb", { switchName: "switch-3" }]) }),
    ],
  },
  "witness-alternate": {
    limit: "another witness, at another site",
    source: SOURCE["witness-alternate"],
    asked: [
      formed({ both: witnesses(["witness-alb"], ["witness-got", { siteName: "Gothenburg" }]) }),
      formed({ alternate: "witness-two", both: witnesses(["witness-alb"], ["witness-two"]) }),
      formed({ alternate: "witness-alb" }),
    ],
  },
  "runs-alone": {
    limit: `either host alone: never more memory or disk than it has, warns over ${ADMISSION.vcpusPerCoreWarn} vCPU a core, at most ${ADMISSION.vcpusPerCoreBlock}`,
    source: SOURCE["runs-alone"],
    asked: [
      formed({ load: { vcpus: 64, memoryMiB: 0, diskMiB: 0 } }),
      formed({ load: { vcpus: 200, memoryMiB: 0, diskMiB: 0 } }),
      formed({ load: { vcpus: 0, memoryMiB: 400 * GIB, diskMiB: 0 } }),
      formed({ load: { vcpus: 0, memoryMiB: 0, diskMiB: 4_000 * GIB } }),
    ],
  },
  "old-host": {
    limit: "the host that is replaced is off, lost or in maintenance",
    source: SOURCE["old-host"],
    asked: [
      replacing({ facts: lost({ hosts: { a: host("a"), b: host("b") } }) }),
      replacing({ facts: lost({ hosts: { a: host("a"), b: host("b", { state: "Suspect" }) } }) }),
    ],
  },
  survivor: {
    limit: "the other host serves",
    source: SOURCE.survivor,
    asked: [
      replacing({ facts: lost({ hosts: { a: host("a", { state: "Offline" }), b: host("b", { state: "Offline" }) } }) }),
    ],
  },
  "last-copy": {
    limit: "the other host has a complete copy of every machine and owns each",
    source: SOURCE["last-copy"],
    asked: [
      replacing({ facts: lost({ machines: [resyncing(available({ activeSide: "b" }))] }) }),
      replacing({
        facts: lost({
          machines: [{ ...available(), activeSide: "b", register: { epoch: 9, owner: "b", inSync: ["a", "b"] } }],
        }),
      }),
    ],
  },
  "full-copy": {
    limit: "nothing: it says for how long the machines are on one copy",
    source: SOURCE["full-copy"],
    asked: [replacing()],
  },
};
