import { type Finding, finder } from "./finding";
import type { PairCandidate, PairPath } from "./pair-candidate";
import { PAIR_LIMITS } from "./pair-limit";
import { listWords, trimmed } from "./wording";

type WitnessSight = PairCandidate["witnesses"][number];
type WitnessField = "witness" | "alternate";

/** A witness that both hosts were told of, by name; null where one was not. */
export function witnessNamed(name: string, hosts: readonly PairCandidate[]): readonly WitnessSight[] | null {
  const sights = hosts.flatMap(({ witnesses }) => witnesses.filter((witness) => witness.name === name));
  return sights.length === hosts.length ? sights : null;
}

/** @param paths those that become the availability links */
export function witness(
  name: string,
  field: WitnessField,
  hosts: readonly [PairCandidate, PairCandidate],
  paths: readonly PairPath[],
): Finding[] {
  const find = finder(field);
  const sights = witnessNamed(name, hosts);
  if (sights === null)
    return [
      find("block", "witness-reach", `No witness named ${name} is known to both hosts.`, {
        value: name,
        limit: listWords(commonNames(hosts)) || "no witness",
        remedy: "Choose one of those that both hosts know, or set the witness up first.",
      }),
    ];
  return [reach(name, field, hosts, sights), apart(name, field, hosts, sights, paths)];
}

export const commonNames = (hosts: readonly PairCandidate[]): string[] =>
  (hosts[0]?.witnesses ?? []).map(({ name }) => name).filter((name) => witnessNamed(name, hosts) !== null);

function reach(
  name: string,
  field: WitnessField,
  hosts: readonly PairCandidate[],
  sights: readonly WitnessSight[],
): Finding {
  const find = finder(field);
  const limit = `an answer to both hosts within ${PAIR_LIMITS.witnessRttMs} ms, at most ${PAIR_LIMITS.witnessMostRttMs} ms`;
  const blind = hosts.filter((_, at) => sights[at]?.rttMs === null).map((host) => host.name);
  if (blind.length > 0)
    return find("block", "witness-reach", `${listWords(blind)} does not reach ${name}.`, {
      value: name,
      limit,
      remedy: `Open the way from ${listWords(blind)} to ${sights[0]?.endpoint ?? name}, or choose another witness.`,
    });
  const slowest = Math.max(...sights.map(({ rttMs }) => rttMs ?? 0));
  const sentence = `Both hosts reach ${name}; the slower answer took ${trimmed(slowest, 1)} ms.`;
  const rest = { value: slowest, limit };
  if (slowest > PAIR_LIMITS.witnessMostRttMs)
    return find("block", "witness-reach", sentence, { ...rest, remedy: "Choose a witness that is nearer." });
  return slowest > PAIR_LIMITS.witnessRttMs
    ? find("warn", "witness-reach", sentence, {
        ...rest,
        remedy: `Accept that each takeover waits ${trimmed(slowest, 0)} ms longer, or choose a witness that is nearer.`,
      })
    : find("pass", "witness-reach", sentence, rest);
}

/** A witness that is lost together with a host decides nothing about that host. */
function apart(
  name: string,
  field: WitnessField,
  hosts: readonly [PairCandidate, PairCandidate],
  sights: readonly WitnessSight[],
  paths: readonly PairPath[],
): Finding {
  const find = finder(field);
  const [a, b] = hosts;
  const spansSites = a.siteRef !== b.siteRef;
  const limit = spansSites
    ? "a third site, and a line of its own"
    : "neither on a host nor behind the hosts' own links";
  const on = hosts.find(({ ref }) => sights.some(({ onHostRef }) => onHostRef === ref));
  if (on)
    return find("block", "witness-apart", `${name} runs on ${on.name} itself: lost together, nobody decides.`, {
      value: name,
      limit,
      remedy: "Choose a witness on a machine of its own.",
    });
  const behind = paths.find(
    ({ switchName }) => switchName !== null && sights.some((sight) => sight.switchName === switchName),
  );
  if (behind)
    return find(
      "block",
      "witness-apart",
      `${name} is reached through ${behind.switchName} alone, which also carries an availability link: one loss would take both.`,
      { value: behind.switchName, limit, remedy: "Give the witness another way, or choose one that has it." },
    );
  const here = hosts.filter(({ siteName }) => sights.some((sight) => sight.siteName === siteName));
  if (here.length > 0) {
    const sentence = `${name} stands at ${here[0]?.siteName}, where ${listWords(here.map((host) => host.name))} ${here.length === 1 ? "is" : "are"} too.`;
    return find(spansSites ? "block" : "warn", "witness-apart", sentence, {
      value: here[0]?.siteName ?? null,
      limit,
      remedy: spansSites
        ? "Choose a witness at a third site: the loss of this one would take a host and the witness."
        : "Accept that the loss of the site takes all three, or choose a witness elsewhere.",
    });
  }
  return find("pass", "witness-apart", `${name} stands at ${sights[0]?.siteName} and shares nothing with the hosts.`, {
    value: sights[0]?.siteName ?? null,
    limit,
  });
}

/** A second one is worth what it does not share with the first. */
export function alternate(name: string | null, preferred: string, hosts: readonly PairCandidate[]): Finding {
  const find = finder("alternate");
  const limit = "another witness at another site";
  if (name === null) {
    const others = commonNames(hosts).filter((one) => one !== preferred);
    return others.length === 0
      ? find("pass", "witness-alternate", "There is no other witness that both hosts know; one is enough.", { limit })
      : find("warn", "witness-alternate", `Without an alternate the machines are at risk while ${preferred} is gone.`, {
          limit,
          remedy: `Name ${listWords(others)}, or accept.`,
        });
  }
  if (name === preferred)
    return find("block", "witness-alternate", `${name} can't stand in for itself.`, {
      value: name,
      limit,
      remedy: "Choose another one, or leave the alternate out.",
    });
  const siteOf = (which: string) => witnessNamed(which, hosts)?.[0]?.siteName;
  const site = siteOf(name);
  return site !== undefined && site === siteOf(preferred)
    ? find("warn", "witness-alternate", `${name} and ${preferred} both stand at ${site}: the loss of it takes both.`, {
        value: site,
        limit,
        remedy: "Accept, or choose one at another site.",
      })
    : find("pass", "witness-alternate", `${name} stands in while ${preferred} is gone.`, { value: name, limit });
}
