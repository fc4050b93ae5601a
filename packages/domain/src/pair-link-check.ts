import { ADMISSION_LIMITS, slowRttMs } from "./admission-limit";
import { type Finding, finder } from "./finding";
import { type PairCandidate, type PairPath, pathsBetween } from "./pair-candidate";
import { PAIR_LIMITS } from "./pair-limit";
import { rateWords } from "./size-words";
import { countWords, listWords, numberWords, trimmed } from "./wording";

const find = finder("hostB");
const distinct = (values: readonly string[]): number => new Set(values).size;

/** The two ways that become the availability links: on ports of their own, on switches of their own where there are such. */
export function chosenPaths(a: PairCandidate, b: PairCandidate): readonly PairPath[] {
  const paths = pathsBetween(a, b);
  const pairs = paths.flatMap((one, index) =>
    paths.slice(index + 1).flatMap((two) => (one.port === two.port || one.toPort === two.toPort ? [] : [[one, two]])),
  );
  const slower = (two: readonly PairPath[]) => Math.max(...two.map(({ rttP99Ms }) => rttP99Ms));
  const best = pairs.sort(
    (one, two) => Number(sharesSwitch(one)) - Number(sharesSwitch(two)) || slower(one) - slower(two),
  )[0];
  return best ?? paths.slice(0, 1);
}

const sharesSwitch = ([one, two]: readonly PairPath[]): boolean =>
  one !== undefined && two !== undefined && one.switchName !== null && one.switchName === two.switchName;

/** What was measured of the ways between both hosts. */
export function links(a: PairCandidate, b: PairCandidate): Finding[] {
  const all = pathsBetween(a, b);
  const paths = chosenPaths(a, b);
  const present = paths.length;
  const needed = PAIR_LIMITS.availabilityLinks;
  if (present < needed) {
    const ports = Math.min(distinct(all.map(({ port }) => port)), distinct(all.map(({ toPort }) => toPort)));
    return [
      find(
        "block",
        "link-pair",
        `${a.name} and ${b.name} hear each other over ${countWords(ports, "pair of ports", "pairs of ports")}; ${numberWords(needed)} are needed.`,
        {
          value: ports,
          limit: `${numberWords(needed)}, each on a port of its own`,
          remedy: `Connect ${countWords(needed - ports, "more port")} of each host with ${a.siteRef === b.siteRef ? "a cable" : "a line"} of ${ports === 0 ? "their" : "its"} own.`,
        },
      ),
      ...(present > 0 ? [delay(a, b, paths), rate(paths)] : []),
    ];
  }
  const ports = listWords(paths.map(({ port, toPort }) => `${port} to ${toPort}`));
  return [
    find("pass", "link-pair", `Two availability links: ${ports}.`, {
      value: present,
      limit: `${numberWords(needed)}, each on a port of its own`,
    }),
    apart(paths),
    delay(a, b, paths),
    rate(paths),
  ];
}

function apart(paths: readonly PairPath[]): Finding {
  const name = paths[0]?.switchName ?? "";
  if (sharesSwitch(paths))
    return find("warn", "link-apart", `Both availability links go through ${name}: when it fails, both are gone.`, {
      value: name,
      limit: "a switch of its own for each",
      remedy: "Plug one of them into another switch, or connect both hosts by a cable.",
    });
  const through = paths.map(({ switchName }) => switchName ?? "a cable");
  return find("pass", "link-apart", `The links share nothing: ${listWords(through)}.`, {
    value: listWords(through),
    limit: "a switch of its own for each",
  });
}

/** Less than one in a hundred already hurts. */
export const lossWords = (ratio: number): string => `${trimmed(ratio * 100, 2)} %`;
const msWords = (ms: number): string => `${trimmed(ms, 2)} ms`;

/** The median says how far the hosts are from each other, the p99 warns. */
function delay(a: PairCandidate, b: PairCandidate, paths: readonly PairPath[]): Finding {
  const spansSites = a.siteRef !== b.siteRef;
  const most = slowRttMs(spansSites);
  const { faultToleranceRttMs: lockstep, faultToleranceAdvisedRttMs: advised } = ADMISSION_LIMITS;
  const p50 = Math.max(...paths.map(({ rttP50Ms }) => rttP50Ms));
  const p99 = Math.max(...paths.map(({ rttP99Ms }) => rttP99Ms));
  const limit = `median at most ${most} ms between hosts at ${spansSites ? "two sites" : "one site"}; p99 at most ${lockstep} ms for Fault Tolerance, advised ${advised} ms`;
  const sentence = `The round trip of the slower link is ${msWords(p50)}, p99 ${msWords(p99)}.`;
  if (p50 > most)
    return find("block", "link-delay", sentence, {
      value: p50,
      limit,
      remedy: spansSites
        ? "Choose a site that is nearer, or a shorter line between the two."
        : "Look for what is in the way between both hosts: a cable needs well under 1 ms.",
    });
  if (p99 > lockstep)
    return find("warn", "link-delay", `${sentence} No machine of this pair could have Fault Tolerance.`, {
      value: p99,
      limit,
      remedy: "Accept High or Remote Availability at the most, or use a shorter path.",
    });
  return p99 > advised
    ? find("warn", "link-delay", sentence, {
        value: p99,
        limit,
        remedy: "Accept: each burst of writes of a machine in lockstep takes that much longer.",
      })
    : find("pass", "link-delay", sentence, { value: p99, limit });
}

function rate(paths: readonly PairPath[]): Finding {
  const slowest = Math.min(...paths.map(({ bytesPerSecond }) => bytesPerSecond));
  const loss = Math.max(...paths.map(({ lossRatio }) => lossRatio));
  const least = PAIR_LIMITS.leastLinkBytesPerSecond;
  const advised = PAIR_LIMITS.advisedLinkBytesPerSecond;
  const limit = `at least ${rateWords(least)}, advised ${rateWords(advised)}; loss at most ${lossWords(PAIR_LIMITS.lossRatio)}`;
  const sentence = `The slower link carried ${rateWords(slowest)} when it was measured`;
  if (slowest < least)
    return find("block", "link-rate", `${sentence}.`, {
      value: slowest,
      limit,
      remedy: "Look at the cable and at the speed that the ports have agreed on; 1 GbE gives about 115 MB/s.",
    });
  if (loss > PAIR_LIMITS.lossRatio)
    return find("warn", "link-rate", `${sentence} and lost ${lossWords(loss)} of what was sent.`, {
      value: loss,
      limit,
      remedy: "Replace the cable or its optics: what is lost is sent again, and writes wait for it.",
    });
  return slowest < advised
    ? find("warn", "link-rate", `${sentence}: a full copy of 100 GiB would take about 55 min.`, {
        value: slowest,
        limit,
        remedy: "Accept the longer time on one copy after a host is lost, or use 10 GbE ports.",
      })
    : find("pass", "link-rate", `${sentence}.`, { value: slowest, limit });
}
