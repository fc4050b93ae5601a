import * as fc from "fast-check";
import { FAULT_TOLERANCE, HIGH_AVAILABILITY, UNPROTECTED } from "./level";
import type { ObservedVm } from "./observed";
import { host, link, machine, NOW_MS, witness } from "./pair.fixture";
import type { PairWithMachines } from "./pair-facts";
import {
  HOST_STATES,
  INSTANCE_STATES,
  LINK_STATES,
  MIRROR_LEG_STATES,
  REPLICATION_STATES,
  SIDES,
  type Side,
} from "./state";

/** Mostly well, so that the rules near Protected are reached as often as those far from it. */
const mostly = <T>(well: T, any: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(well) }, { weight: 1, arbitrary: any });
const hostState = mostly("Running", fc.constantFrom(...HOST_STATES));
const linkState = mostly("Up", fc.constantFrom(...LINK_STATES));
const leg = mostly("UpToDate", fc.constantFrom(...MIRROR_LEG_STATES));
const instance = fc.option(fc.constantFrom(...INSTANCE_STATES));
const flag = fc.boolean();
const BOTH: readonly Side[] = SIDES;

const anyStanding: fc.Arbitrary<ObservedVm> = fc
  .record({
    declared: fc.constantFrom(UNPROTECTED, HIGH_AVAILABILITY, FAULT_TOLERANCE),
    activeSide: fc.constantFrom(...SIDES),
    desiredPower: mostly<"on" | "off">("on", fc.constant("off")),
    register: mostly<ObservedVm["register"]>(
      { epoch: 1, owner: "a", inSync: [...BOTH] },
      fc.option(
        fc.record({ epoch: fc.nat(), owner: fc.option(fc.constantFrom(...SIDES)), inSync: fc.subarray([...SIDES]) }),
      ),
    ),
    instances: fc.oneof(fc.constant(null), fc.record({ a: instance, b: instance })),
    legs: fc.record({ a: leg, b: leg }),
    replication: mostly("Established", fc.constantFrom(...REPLICATION_STATES)),
    outOfSyncBytes: mostly(0, fc.nat({ max: 1e9 })),
    resyncBytesPerSecond: fc.nat({ max: 1e9 }),
    held: mostly(false, flag),
    standbySynchronized: mostly(true, flag),
  })
  .map(({ legs, replication, outOfSyncBytes, resyncBytesPerSecond, declared, instances, ...rest }) =>
    machine(declared, {
      ...rest,
      ...(instances === null ? {} : { instances }),
      mirror: {
        legs,
        generations: { a: null, b: null },
        ...{ replication, outOfSyncBytes, totalBytes: 1e9, resyncBytesPerSecond, resyncSinceMs: null },
      },
    }),
  );

/** Off as asked and at rest: the mirror mostly stands still then. */
const atRest = fc
  .record({
    vm: anyStanding,
    replication: mostly("Off", fc.constantFrom(...REPLICATION_STATES)),
    standby: mostly(null, instance),
  })
  .map(
    ({ vm, replication, standby }): ObservedVm => ({
      ...vm,
      desiredPower: "off",
      held: false,
      standbySynchronized: false,
      instances: { a: standby, b: standby, [vm.activeSide]: "Stopped" },
      mirror: { ...vm.mirror, replication },
    }),
  );
const anyVm = fc.oneof({ weight: 4, arbitrary: anyStanding }, { weight: 1, arbitrary: atRest });

/** Any pair, with machines. */
export const anyPair: fc.Arbitrary<PairWithMachines> = fc
  .record({
    hosts: fc.record({ a: hostState, b: hostState }),
    links: fc.tuple(linkState, linkState, linkState),
    seen: fc.record({ a: mostly(true, flag), b: mostly(true, flag) }),
    designatedSurvivor: mostly<Side | null>(null, fc.constantFrom(...SIDES)),
    ageMs: mostly(300, fc.nat({ max: 12_000 })),
    machines: fc.array(anyVm, { maxLength: 4 }),
  })
  .map(({ hosts, links, seen, designatedSurvivor, ageMs, machines }) => ({
    pair: {
      kind: "pair",
      ref: "lit",
      name: "lit",
      siteRef: "s",
      hostRefs: { a: "lit-a", b: "lit-b" },
      observedAtMs: NOW_MS - ageMs,
      heardWithAll: false,
      designatedSurvivor,
      leases: { a: "Unknown", b: "Unknown" },
      recoveryTarget: null,
    },
    hosts: { a: host("a", { state: hosts.a }), b: host("b", { state: hosts.b }) },
    links: [
      link("availability-a", { state: links[0] }),
      link("availability-b", { state: links[1] }),
      link("management", { state: links[2] }),
    ],
    witnesses: [witness(seen)],
    machines: machines.map((vm, index) => ({ ...vm, ref: `vm-${index}`, name: `vm-${index}` })),
    nowMs: NOW_MS,
    staleAfterMs: 5_000,
  }));

export interface World {
  readonly vm: ObservedVm;
  readonly pair: PairWithMachines;
}
export const anyWorld: fc.Arbitrary<World> = fc.record({ vm: anyVm, pair: anyPair });
