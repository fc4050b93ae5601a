/** Servers that are to become machines of pairs. Ratios are 0 to 1. */
export interface ServersToConsolidate {
  readonly servers: number;
  /** How busy each of them is, of a host like those of the pairs. */
  readonly usedRatio: number;
  /** How busy a host may be while its partner is away. */
  readonly aloneRatio: number;
  /** Share of the load at Fault Tolerance: its partner runs it as well, all the time. */
  readonly faultTolerantRatio: number;
}

export interface Consolidation {
  /** The work of so many hosts that did nothing else. */
  readonly hostEquivalents: number;
  /** As many as a plan without pairs would count hosts. */
  readonly pairs: number;
  readonly hosts: number;
  /** How busy each host is while both are there, and while one is alone. */
  readonly bothRatio: number;
  readonly oneRatio: number;
}

/**
 * How many pairs carry the work of these servers, and how busy their hosts then are: a host must be able to carry its
 * partner's machines too, so what is counted is the host that is alone (domain contract §10: 50 servers at 30 % are the
 * work of 15 hosts, 19 at 80 %; as pairs that is 19 pairs).
 */
export function consolidate({
  servers,
  usedRatio,
  aloneRatio,
  faultTolerantRatio,
}: ServersToConsolidate): Consolidation {
  const hostEquivalents = servers * usedRatio;
  // Products of ratios are not exact, and must not become one pair more than they are.
  const pairs = Math.max(1, Math.ceil(Math.round((hostEquivalents / aloneRatio) * 1e6) / 1e6));
  const oneRatio = hostEquivalents / pairs;
  return {
    hostEquivalents,
    pairs,
    hosts: 2 * pairs,
    oneRatio,
    bothRatio: (oneRatio / 2) * (1 + faultTolerantRatio),
  };
}
