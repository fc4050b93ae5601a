import type { FaultKind } from "@v-available/domain/fault-kind";
import { type InstanceState, type MirrorLegState, SIDES, type Side } from "@v-available/domain/state";
import { offers } from "../fault-lab";
import { isUp, linkOfKind } from "../network";
import type { Sim } from "../sim";
import { hostsAt } from "../site";
import { observeVm } from "../view";
import { observeWitnesses } from "../witness-view";
import type { SimPair, SimSite } from "../world/pair";

/** What is true in the world of a lab, and what can be broken or is broken: all of its sites, and one pair of it drawn. */
export interface StageView {
  readonly sites: readonly StageSite[];
  readonly pairs: readonly StagePair[];
  readonly drawn: DrawnPair;
  /** Of the drawn pair, and of what is more than one pair's. */
  readonly breakable: readonly Breakable[];
}

export interface StageSite {
  readonly ref: string;
  readonly name: string;
  readonly hosts: number;
  readonly hostsOn: number;
  /** Those with a host there, by ref. */
  readonly pairs: readonly string[];
}

export interface StagePair {
  readonly ref: string;
  readonly name: string;
  readonly power: Readonly<Record<Side, StageHost["power"]>>;
  readonly machines: number;
  readonly machinesRunning: number;
}

export interface DrawnPair {
  readonly ref: string;
  readonly name: string;
  readonly hosts: Readonly<Record<Side, StageHost>>;
  readonly links: Readonly<Record<"availability-a" | "availability-b" | "management", boolean>>;
  readonly witness: { readonly name: string; readonly up: boolean; readonly seenBy: Readonly<Record<Side, boolean>> };
}

export interface StageHost {
  readonly name: string;
  readonly power: "on" | "off" | "booting";
  readonly agentUp: boolean;
  readonly machines: readonly {
    readonly name: string;
    /** Null where the host has no process of it. */
    readonly instance: InstanceState | null;
    readonly copy: MirrorLegState;
    readonly active: boolean;
  }[];
}

/** One thing that somebody can do. A thing that holds is ended by the same hand. */
export interface Breakable {
  readonly fault: FaultKind;
  readonly subjectRef: string;
  readonly label: string;
  readonly subjectLabel: string;
  /** Null for what is more than one pair's. */
  readonly pairRef: string | null;
  /** Null where it is over at once and ends by itself. */
  readonly clearLabel: string | null;
  readonly holds: boolean;
}

/** @param drawnRef the pair to draw; the first one where it is none of this world */
export function viewStage(sim: Sim, drawnRef: string | null): StageView {
  const pairs = Object.values(sim.world.pairs);
  const drawn = pairs.find(({ ref }) => ref === drawnRef) ?? pairs[0];
  if (drawn === undefined) throw new Error("a stage has a pair");
  return {
    sites: Object.values(sim.world.sites).map((site) => viewSite(sim, site)),
    pairs: pairs.map((pair) => viewPair(sim, pair)),
    drawn: drawPair(sim, drawn),
    breakable: breakableOf(sim).filter(({ pairRef }) => pairRef === null || pairRef === drawn.ref),
  };
}

function viewSite(sim: Sim, { ref, name }: SimSite): StageSite {
  const hosts = hostsAt(sim, ref);
  return {
    ref,
    name,
    hosts: hosts.length,
    hostsOn: hosts.filter(({ power }) => power === "on").length,
    pairs: [...new Set(hosts.map(({ pairRef }) => pairRef))],
  };
}

function viewPair(sim: Sim, { ref, name, hosts, vms }: SimPair): StagePair {
  const powerOf = (side: Side) => sim.world.hosts[hosts[side]]?.power ?? "off";
  const runs = (vmRef: string) => {
    const vm = sim.world.vms[vmRef];
    const here = SIDES.map((side) => vm?.instances[side]);
    return (
      here.some((one) => one?.role === "active" && one.state === "Running") || vm?.recovery?.live?.state === "Running"
    );
  };
  return {
    ref,
    name,
    power: { a: powerOf("a"), b: powerOf("b") },
    machines: vms.length,
    machinesRunning: vms.filter(runs).length,
  };
}

function drawPair(sim: Sim, pair: SimPair): DrawnPair {
  const vms = pair.vms.flatMap((ref) => sim.world.vms[ref] ?? []).map((vm) => observeVm(sim, vm));
  const hostAt = (side: Side): StageHost => {
    const host = sim.world.hosts[pair.hosts[side]];
    if (host === undefined) throw new Error(`the pair has no host ${side}`);
    return {
      name: host.ref,
      power: host.power,
      agentUp: host.agentUp,
      machines: vms.map((vm) => ({
        name: vm.name,
        instance: sim.world.vms[vm.ref]?.instances[side]?.state ?? null,
        copy: vm.mirror.legs[side],
        active: vm.activeSide === side,
      })),
    };
  };
  const [seen] = observeWitnesses(sim, pair.ref);
  const witness = sim.world.witnesses[pair.witnessRefs[0] ?? ""];
  const up = (kind: "availability-a" | "availability-b" | "management") => isUp(linkOfKind(sim, pair.ref, kind));
  return {
    ref: pair.ref,
    name: pair.name,
    hosts: { a: hostAt("a"), b: hostAt("b") },
    links: {
      "availability-a": up("availability-a"),
      "availability-b": up("availability-b"),
      management: up("management"),
    },
    witness: {
      name: witness?.name ?? "",
      up: (witness?.downBy.length ?? 1) === 0,
      seenBy: { a: seen?.seenBy.a.reachable ?? false, b: seen?.seenBy.b.reachable ?? false },
    },
  };
}

/** Everything that can happen in this world, and what holds of it. */
export function breakableOf(sim: Sim): Breakable[] {
  const holding = new Set(Object.values(sim.world.faults).map(({ kind, subjectRef }) => `${kind} ${subjectRef}`));
  return offers(sim).flatMap(({ kind, label, clearLabel, subjects }) =>
    subjects.map((subject) => ({
      fault: kind,
      subjectRef: subject.ref,
      label,
      subjectLabel: subject.label,
      pairRef: subject.pairRef,
      clearLabel,
      holds: holding.has(`${kind} ${subject.ref}`),
    })),
  );
}
