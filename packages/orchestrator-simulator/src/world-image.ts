import type { Scheduled } from "./event-queue";
import { parseWorld, type Text, textOf, UnreadableImage } from "./image";
import { SHARED_LANE } from "./lane";
import type { Sim } from "./sim";
import { hostAt, hostOf, linkOf, vmsOf, witnessOf } from "./sim";
import type { World } from "./world";
import type { SimHost } from "./world/host";
import type { SimLink } from "./world/link";
import type { SimVm } from "./world/machine";
import type { SimPair } from "./world/pair";
import type { SimWitness } from "./world/witness";
import type { WorldEvent } from "./world-event";

/**
 * A world as text in parts: each pair, and what they share. Of a pair that sleeps nothing changes but what is in the head,
 * so it need not be written again, and no text is as long as all of a large fleet would be.
 */
export interface WorldImage {
  readonly head: Text;
  readonly parts: Iterable<readonly [pairRef: string, part: Text]>;
}

interface Head {
  readonly format: 3;
  /** Without what is in the parts. */
  readonly world: World;
  /** The order of everything, which is that in which some of it is looked at. */
  readonly refs: Readonly<Record<"pairs" | "hosts" | "links" | "vms", readonly string[]>>;
  /** Only in worlds that were written down when each pair was told of to be heard, also while it sleeps. */
  readonly heardAtMs?: readonly number[];
  /** What goes on while a pair sleeps, in that order. */
  readonly figures: readonly (readonly [loadFactor: number, divergedBytes: number, divergedAtMs: number])[];
}

interface Part {
  readonly pair: SimPair;
  readonly hosts: readonly SimHost[];
  readonly links: readonly SimLink[];
  readonly vms: readonly SimVm[];
  readonly waiting: readonly Scheduled<WorldEvent>[];
  /** What its witnesses hold of it and have seen of its hosts. */
  readonly witnesses: Readonly<
    Record<string, Pick<SimWitness, "seenBy"> & { readonly holds: SimWitness["protocolOf"] }>
  >;
}

/** @param sinceMs of an earlier image of the same world: a pair that has slept since before that is left out; null: none is */
export function imageOf(sim: Sim, sinceMs: number | null): WorldImage {
  if (sim.inbox.length > 0) throw new Error("an image is taken between events only");
  // Infinite times are the protocol's only, and so in the parts: plain JSON is several times as fast.
  return { head: JSON.stringify(headOf(sim)), parts: partsSince(sim, sinceMs) };
}

function* partsSince(sim: Sim, sinceMs: number | null): Generator<readonly [string, Text]> {
  for (const pair of Object.values(sim.world.pairs)) {
    const slept = sinceMs !== null && pair.napSinceMs != null && pair.napSinceMs < sinceMs;
    if (!slept) yield [pair.ref, textOf(partOf(sim, pair))];
  }
}

function headOf({ world }: Sim): Head {
  const { pairs, hosts, links, vms, queue } = world;
  const witnesses = Object.entries(world.witnesses).map(([ref, one]) => [ref, { ...one, protocolOf: {}, seenBy: {} }]);
  return {
    format: 3,
    world: {
      ...world,
      pairs: {},
      hosts: {},
      links: {},
      vms: {},
      witnesses: Object.fromEntries(witnesses),
      queue: { ...queue, lanes: { [SHARED_LANE]: queue.lanes[SHARED_LANE] ?? [] } },
    },
    refs: { pairs: Object.keys(pairs), hosts: Object.keys(hosts), links: Object.keys(links), vms: Object.keys(vms) },
    figures: Object.values(vms).map((vm) => [vm.loadFactor, vm.divergedBytes, vm.divergedAtMs]),
  };
}

function partOf(sim: Sim, pair: SimPair): Part {
  const strays = (pair.strays ?? []).map((ref) => hostOf(sim, ref));
  const hosts = [hostAt(sim, pair.ref, "a"), hostAt(sim, pair.ref, "b"), ...strays];
  const witnesses = pair.witnessRefs.map((ref) => {
    const { protocolOf, seenBy } = witnessOf(sim, ref);
    const seen = hosts.flatMap((host) => (seenBy[host.ref] ? [[host.ref, seenBy[host.ref]]] : []));
    const held = protocolOf[pair.ref];
    return [ref, { seenBy: Object.fromEntries(seen), holds: held ? { [pair.ref]: held } : {} }];
  });
  return {
    pair,
    hosts,
    links: pair.links.map((ref) => linkOf(sim, ref)),
    vms: vmsOf(sim, pair.ref),
    waiting: sim.agenda.waiting(pair.ref),
    witnesses: Object.fromEntries(witnesses),
  };
}

/** @throws UnreadableImage */
export function worldOf({ head, parts }: WorldImage): World {
  const known = parseWorld<Head | World>(head);
  if (known === null || !("refs" in known)) return known as World;
  const { world, refs } = known;
  const found = {
    pairs: new Map<string, SimPair>(),
    hosts: new Map<string, SimHost>(),
    links: new Map<string, SimLink>(),
    vms: new Map<string, SimVm>(),
  };
  const waiting = new Map<string, Part["waiting"]>();
  const inOrder = new Set(refs.pairs);
  for (const [pairRef, text] of parts) {
    if (!inOrder.has(pairRef)) continue;
    const part = parseWorld<Part>(text);
    if (part === null) throw new UnreadableImage(DAMAGED);
    found.pairs.set(pairRef, part.pair);
    for (const kind of ["hosts", "links", "vms"] as const)
      for (const one of part[kind]) (found[kind] as Map<string, typeof one>).set(one.ref, one);
    waiting.set(pairRef, part.waiting);
    for (const ref in part.witnesses) {
      Object.assign(world.witnesses[ref]?.protocolOf ?? {}, part.witnesses[ref]?.holds);
      Object.assign(world.witnesses[ref]?.seenBy ?? {}, part.witnesses[ref]?.seenBy);
    }
  }
  for (const kind of ["pairs", "hosts", "links", "vms"] as const)
    world[kind] = Object.fromEntries(refs[kind].map((ref) => [ref, need<never>(found[kind].get(ref))]));
  for (const ref of refs.pairs) world.queue.lanes[ref] = [...(waiting.get(ref) ?? [])];
  for (const [index, pair] of Object.values(world.pairs).entries())
    pair.heardAtMs = known.heardAtMs?.[index] ?? pair.heardAtMs;
  for (const [index, vm] of Object.values(world.vms).entries())
    [vm.loadFactor, vm.divergedBytes, vm.divergedAtMs] = need(known.figures[index]);
  return world;
}

const DAMAGED = "is damaged: a part of it is missing or was changed";

function need<Thing>(thing: unknown): Thing {
  if (thing === undefined) throw new UnreadableImage(DAMAGED);
  return thing as Thing;
}
