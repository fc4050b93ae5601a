import type { Observed, ObservedKind } from "@v-available/domain/observed";
import type { PairWithMachines } from "@v-available/domain/pair-facts";

export interface Known<Kind extends ObservedKind = ObservedKind> {
  readonly id: string;
  readonly firstSeenAtMs: number;
  readonly observed: Extract<Observed, { kind: Kind }>;
}

type Key = `${ObservedKind} ${string}`;

/** What the watch holds in memory of one adapter's fleet: the committed facts, by the adapter's own names. */
export class Fleet {
  readonly #known = new Map<Key, Known>();
  /** Ids of things that are gone: if one comes back, it is the same one. */
  readonly #gone = new Map<Key, { id: string; firstSeenAtMs: number }>();

  get<Kind extends ObservedKind>(kind: Kind, ref: string): Known<Kind> | undefined {
    return this.#known.get(`${kind} ${ref}`) as Known<Kind> | undefined;
  }
  formerly(kind: ObservedKind, ref: string): { id: string; firstSeenAtMs: number } | undefined {
    return this.#gone.get(`${kind} ${ref}`);
  }
  set(known: Known): void {
    this.#known.set(`${known.observed.kind} ${known.observed.ref}`, known);
  }
  setGone(kind: ObservedKind, ref: string, was: { id: string; firstSeenAtMs: number }): void {
    this.#known.delete(`${kind} ${ref}`);
    this.#gone.set(`${kind} ${ref}`, was);
  }
  all<Kind extends ObservedKind>(kind: Kind): Known<Kind>[] {
    return [...this.#known.values()].filter((known) => known.observed.kind === kind) as unknown as Known<Kind>[];
  }
  keys(): { kind: ObservedKind; ref: string }[] {
    return [...this.#known.values()].map(({ observed: { kind, ref } }) => ({ kind, ref }));
  }

  /** The pair as the rules of the domain want it. */
  pairFacts(pairRef: string, nowMs: number, staleAfterMs: number): PairWithMachines {
    const pair = this.get("pair", pairRef)?.observed ?? null;
    const host = (ref: string | undefined) => (ref ? (this.get("host", ref)?.observed ?? null) : null);
    const ofPair = <Thing extends { readonly pairRef: string }>(known: readonly { readonly observed: Thing }[]) =>
      known.map(({ observed }) => observed).filter((observed) => observed.pairRef === pairRef);
    return {
      pair,
      hosts: { a: host(pair?.hostRefs.a), b: host(pair?.hostRefs.b) },
      links: ofPair(this.all("link")),
      witnesses: ofPair(this.all("witness")),
      machines: ofPair(this.all("vm")),
      nowMs,
      staleAfterMs,
    };
  }
}
