import type { Observed, ObservedHost, ObservedKind, ObservedLink, ObservedVm } from "@v-available/domain/observed";
import { HOST_STANDING, heardAtMsOf, type PairWithMachines } from "@v-available/domain/pair-facts";

export interface Known<Kind extends ObservedKind = ObservedKind> {
  readonly id: string;
  readonly firstSeenAtMs: number;
  readonly observed: Extract<Observed, { kind: Kind }>;
}

type Key = `${ObservedKind} ${string}`;

/** What of a pair there may be several of: kept by pair, so that a pair's facts cost what the pair has. */
type OfPair = { readonly [Kind in "link" | "witness" | "vm"]: Map<string, Extract<Observed, { kind: Kind }>> };

/** What the watch holds in memory of one adapter's fleet: the committed facts, by the adapter's own names. */
export class Fleet {
  readonly #known: { readonly [Kind in ObservedKind]: Map<string, Known<Kind>> } = {
    site: new Map(),
    pair: new Map(),
    host: new Map(),
    "free-host": new Map(),
    link: new Map(),
    witness: new Map(),
    vm: new Map(),
  };
  /** When the pairs that are heard with all others were last heard. */
  heardAtMs: number | null = null;
  readonly #ofPair = new Map<string, OfPair>();
  readonly #machines = new Map<string, ObservedVm>();
  readonly #linksNotUp = new Map<string, ObservedLink>();
  readonly #hostsNotServing = new Map<string, ObservedHost>();
  /** Ids of things that are gone: if one comes back, it is the same one. */
  readonly #gone = new Map<Key, { id: string; firstSeenAtMs: number }>();

  get<Kind extends ObservedKind>(kind: Kind, ref: string): Known<Kind> | undefined {
    return (this.#known[kind] as ReadonlyMap<string, Known<Kind>>).get(ref);
  }
  formerly(kind: ObservedKind, ref: string): { id: string; firstSeenAtMs: number } | undefined {
    return this.#gone.get(`${kind} ${ref}`);
  }
  set(known: Known): void {
    const { id, observed } = known;
    (this.#known[observed.kind] as Map<string, Known>).set(observed.ref, known);
    if (observed.kind === "link" || observed.kind === "witness" || observed.kind === "vm")
      (this.#pair(observed.pairRef)[observed.kind] as Map<string, Observed>).set(observed.ref, observed);
    if (observed.kind === "vm") this.#machines.set(id, observed);
    if (observed.kind === "link") keep(this.#linksNotUp, observed, observed.state !== "Up");
    if (observed.kind === "host") keep(this.#hostsNotServing, observed, HOST_STANDING[observed.state] !== "serves");
  }
  setGone(kind: ObservedKind, ref: string, was: { id: string; firstSeenAtMs: number }): void {
    const observed = this.get(kind, ref)?.observed;
    this.#known[kind].delete(ref);
    this.#gone.set(`${kind} ${ref}`, was);
    if (observed?.kind === "link" || observed?.kind === "witness" || observed?.kind === "vm")
      this.#pair(observed.pairRef)[observed.kind].delete(ref);
    if (kind === "vm") this.#machines.delete(was.id);
    if (kind === "link") this.#linksNotUp.delete(ref);
    if (kind === "host") this.#hostsNotServing.delete(ref);
  }
  all<Kind extends ObservedKind>(kind: Kind): Known<Kind>[] {
    return [...(this.#known[kind] as ReadonlyMap<string, Known<Kind>>).values()];
  }
  keys(): { kind: ObservedKind; ref: string }[] {
    const kinds = Object.keys(this.#known) as ObservedKind[];
    return kinds.flatMap((kind) => [...this.#known[kind].keys()].map((ref) => ({ kind, ref })));
  }
  /** The machine with this id of ours. */
  machine(id: string): ObservedVm | undefined {
    return this.#machines.get(id);
  }
  machinesOf(pairRef: string): ObservedVm[] {
    return [...this.#pair(pairRef).vm.values()];
  }
  /** By our own ids. */
  machineIdsOf(pairRef: string): string[] {
    return this.machinesOf(pairRef).flatMap(({ ref }) => this.get("vm", ref)?.id ?? []);
  }
  /** Links that do not carry now, or carry badly. */
  linksNotUp(): Iterable<ObservedLink> {
    return this.#linksNotUp.values();
  }
  hostsNotServing(): Iterable<ObservedHost> {
    return this.#hostsNotServing.values();
  }

  /** The pair as the rules of the domain want it. */
  pairFacts(pairRef: string, nowMs: number, staleAfterMs: number): PairWithMachines {
    const pair = this.get("pair", pairRef)?.observed ?? null;
    const host = (ref: string | undefined) => (ref ? (this.get("host", ref)?.observed ?? null) : null);
    const { link, witness, vm } = this.#pair(pairRef);
    return {
      pair,
      hosts: { a: host(pair?.hostRefs.a), b: host(pair?.hostRefs.b) },
      links: [...link.values()],
      witnesses: [...witness.values()],
      machines: [...vm.values()],
      nowMs,
      staleAfterMs,
      observedAtMs: pair ? heardAtMsOf(pair, pair.observedAtMs, this.heardAtMs) : undefined,
    };
  }

  #pair(ref: string): OfPair {
    const known = this.#ofPair.get(ref);
    if (known) return known;
    const made: OfPair = { link: new Map(), witness: new Map(), vm: new Map() };
    this.#ofPair.set(ref, made);
    return made;
  }
}

function keep<Thing extends Observed>(index: Map<string, Thing>, thing: Thing, belongs: boolean): void {
  if (belongs) index.set(thing.ref, thing);
  else index.delete(thing.ref);
}
