import { type CapabilityAnswers, type Finding, refusalOf } from "./finding";
import { dialStopOf, type Protection } from "./level";
import { aloneNeed } from "./lone-host";
import { admitMachine, asMachine } from "./machine-admission";
import type { MachineDefinition } from "./machine-definition";
import { hostStanding, type PairWithMachines } from "./pair-facts";
import { otherSide, SIDES, type Side } from "./state";

/** A machine that is thought of. */
export interface ThoughtOfMachine {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly protection: Protection;
}

export interface Room {
  /** So many more of them are admitted, one after the other. */
  readonly fits: number;
  /** What refuses the next one; null where so many fit that counting was given up. */
  readonly stoppedBy: Finding | null;
  /** What is warned of with the last one that fits. */
  readonly warnings: readonly Finding[];
}

/** More than anybody adds to one pair. */
export const ROOM_COUNTED_TO = 50;

/** How many more machines like this a pair takes, by the same admission that will be asked when they are made. */
export function roomFor(
  thought: ThoughtOfMachine,
  facts: PairWithMachines,
  capabilities: CapabilityAnswers,
  countedTo = ROOM_COUNTED_TO,
): Room {
  let machines = facts.machines;
  let warnings: readonly Finding[] = [];
  for (let fits = 0; fits < countedTo; fits += 1) {
    const world = { ...facts, machines };
    const definition = definitionOf(thought, world, fits);
    const findings = admitMachine(definition, {
      facts: world,
      pairNames: [],
      names: [],
      macs: {},
      images: null,
      capabilities,
    });
    const stoppedBy = findings.find(({ verdict }) => verdict === "block");
    if (stoppedBy && refusalOf(findings)) return { fits, stoppedBy, warnings };
    warnings = findings.filter(({ verdict }) => verdict === "warn");
    machines = [...machines, { ...asMachine(definition), declared: thought.protection }];
  }
  return { fits: countedTo, stoppedBy: null, warnings };
}

/** Memory of a host that none of the machines that it runs has. */
export function freeMiB(facts: PairWithMachines, side: Side): number {
  const used = facts.machines
    .filter(({ desiredPower, activeSide }) => desiredPower === "on" && activeSide === side)
    .reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
  return (facts.hosts[side]?.memoryMiB ?? 0) - used;
}

/** The host that has more memory left: that is where a person would put a machine. One that does not serve comes last. */
export function freerSide(facts: PairWithMachines): Side {
  const [first, ...rest] = SIDES.filter((side) => hostStanding(facts, side) === "serves");
  if (first === undefined) return "a";
  return rest.reduce((best, side) => (freeMiB(facts, side) > freeMiB(facts, best) ? side : best), first);
}

function definitionOf(thought: ThoughtOfMachine, facts: PairWithMachines, number: number): MachineDefinition {
  return {
    ...thought,
    name: `more-${number + 1}`,
    pairRef: facts.pair?.ref ?? "",
    side: freerSide(facts),
    diskMiB: 0,
    image: null,
    mac: null,
    ip: null,
    guest: "other",
  };
}

/** What it means that a host is away for a while: what the other one then carries, and what has no second copy. */
export interface HostAway {
  /** What the other host runs, in vCPU and MiB, of what it has. */
  readonly cores: number;
  readonly coresPresent: number;
  readonly memoryMiB: number;
  readonly memoryPresentMiB: number;
  /** Machines that run on one copy meanwhile, though two are declared. */
  readonly onOneCopy: number;
  /** Machines that have their only copy on the host that is away. */
  readonly stopped: number;
}

export function hostAway(facts: PairWithMachines, side: Side): HostAway {
  const survivor = otherSide(side);
  const need = aloneNeed(facts, survivor);
  const on = facts.machines.filter(({ desiredPower }) => desiredPower === "on");
  const isAsked = ({ declared }: (typeof on)[number]): boolean => dialStopOf(declared) !== "unprotected";
  return {
    cores: need.cores,
    coresPresent: facts.hosts[survivor]?.cores ?? 0,
    memoryMiB: need.memoryMiB,
    memoryPresentMiB: facts.hosts[survivor]?.memoryMiB ?? 0,
    onOneCopy: on.filter(isAsked).length,
    stopped: on.filter((machine) => !isAsked(machine) && machine.activeSide === side).length,
  };
}
