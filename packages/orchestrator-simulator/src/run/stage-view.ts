import type { FaultKind } from "@v-available/domain/fault-kind";
import type { InstanceState, MirrorLegState, Side } from "@v-available/domain/state";
import { offers } from "../fault-lab";
import { isUp, linkOfKind } from "../network";
import type { Sim } from "../sim";
import { observeVm } from "../view";
import { observeWitnesses } from "../witness-view";

/** The drawn pair of a lab, the first one: what is true in its world, and what can be broken or is broken. */
export interface StageView {
  readonly pairName: string;
  readonly hosts: Readonly<Record<Side, StageHost>>;
  readonly links: Readonly<Record<"availability-a" | "availability-b" | "management", boolean>>;
  readonly witness: { readonly name: string; readonly up: boolean; readonly seenBy: Readonly<Record<Side, boolean>> };
  readonly breakable: readonly Breakable[];
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
  /** Null where it is over at once and ends by itself. */
  readonly clearLabel: string | null;
  readonly holds: boolean;
}

export function viewStage(sim: Sim): StageView {
  const [pair] = Object.values(sim.world.pairs);
  if (pair === undefined) throw new Error("a stage has one pair");
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
    pairName: pair.name,
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
    breakable: breakableOf(sim, pair.ref),
  };
}

/** What can happen to the drawn pair, or to more than one. */
function breakableOf(sim: Sim, drawnRef: string): Breakable[] {
  const holding = new Set(Object.values(sim.world.faults).map(({ kind, subjectRef }) => `${kind} ${subjectRef}`));
  return offers(sim).flatMap(({ kind, label, clearLabel, subjects }) =>
    subjects
      .filter(({ pairRef }) => pairRef === null || pairRef === drawnRef)
      .map((subject) => ({
        fault: kind,
        subjectRef: subject.ref,
        label,
        subjectLabel: subject.label,
        clearLabel,
        holds: holding.has(`${kind} ${subject.ref}`),
      })),
  );
}
