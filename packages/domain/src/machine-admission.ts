import { admitProtection } from "./admission";
import { type CapabilityAnswers, type Finding, finder } from "./finding";
import { UNPROTECTED } from "./level";
import type { MachineDefinition } from "./machine-definition";
import type { ObservedVm } from "./observed";
import { hostName, hostStanding, type PairWithMachines } from "./pair-facts";
import { mebibytesWords } from "./size-words";
import { otherSide, type Side } from "./state";
import { listWords, numberWords } from "./wording";

/** What is known of the world when a machine is to be made. */
export interface MachineWorld {
  /** Of the pair that the definition names; null where there is no such pair. */
  readonly facts: PairWithMachines | null;
  readonly pairNames: readonly string[];
  readonly names: readonly string[];
  /** MACs in use, with the machine that uses each. */
  readonly macs: Readonly<Record<string, string>>;
  /** Images that both hosts of the pair have; null where the backend does not say. */
  readonly images: readonly string[] | null;
  readonly capabilities: CapabilityAnswers;
}

/** Everything that is wrong with a definition at once, field by field. The schema has already judged each field alone. */
export function admitMachine(definition: MachineDefinition, world: MachineWorld): Finding[] {
  const findings: Finding[] = [];
  const find = (field: string) => finder(field);
  if (world.names.includes(definition.name))
    findings.push(
      find("name")("block", "name", `A machine named ${definition.name} exists already.`, {
        value: definition.name,
        limit: "one machine of a name",
        remedy: "Choose another name.",
      }),
    );
  const holder = definition.mac === null ? undefined : world.macs[definition.mac];
  if (definition.mac !== null && holder !== undefined)
    findings.push(
      find("mac")("block", "mac", `The MAC ${definition.mac} belongs to ${holder}.`, {
        value: definition.mac,
        limit: "one machine of a MAC",
        remedy: "Choose another MAC, or leave it empty to be given one.",
      }),
    );
  const { facts } = world;
  if (!facts || facts.pair === null)
    return [
      ...findings,
      find("pairRef")("block", "pair", `There is no pair ${definition.pairRef}.`, {
        value: definition.pairRef,
        limit: listWords(world.pairNames) || null,
        remedy: "Choose a pair that exists.",
      }),
    ];
  const able = world.capabilities["create-machine"];
  if (able?.supported === false)
    return [
      ...findings,
      find("pairRef")("block", "capability", able.reason, {
        value: facts.pair.name,
        limit: "a pair whose backend makes machines",
        remedy: "Choose another pair, or make the machine with the backend's own means.",
      }),
    ];
  if (definition.image !== null && world.images !== null && !world.images.includes(definition.image))
    findings.push(
      find("image")("block", "image", `${facts.pair.name} has no image named ${definition.image}.`, {
        value: definition.image,
        limit: listWords(world.images) || "no image",
        remedy: "Copy the image to both hosts, or choose one that is there.",
      }),
    );
  findings.push(...fitsAHost(definition, facts));
  if (findings.some((finding) => finding.verdict === "block")) return findings;
  // Machines are made on a pair that is well; admission then is that of the level it asks for.
  return [...findings, ...admitProtection(asMachine(definition), facts, definition.protection, world.capabilities)];
}

function fitsAHost(definition: MachineDefinition, facts: PairWithMachines): Finding[] {
  const side: Side = definition.side ?? "a";
  const host = facts.hosts[side];
  const findings: Finding[] = [];
  if (!host || hostStanding(facts, side) !== "serves")
    return [
      finder("side")("block", "partner", `${hostName(facts, side)} is ${host?.state ?? "Unknown"}.`, {
        value: side,
        limit: "Running",
        remedy: "Choose the other side, or bring the host back.",
      }),
    ];
  const carried = facts.machines.filter((machine) => machine.desiredPower === "on" && machine.activeSide === side);
  const freeMiB = host.memoryMiB - carried.reduce((sum, machine) => sum + machine.memoryMiB, 0);
  if (definition.memoryMiB > freeMiB)
    findings.push(
      finder("memoryMiB")(
        "block",
        "memory",
        `${host.name} has ${mebibytesWords(Math.max(0, freeMiB))} free of ${mebibytesWords(host.memoryMiB)}; ${definition.name} needs ${mebibytesWords(definition.memoryMiB)}.`,
        {
          value: definition.memoryMiB,
          limit: `at most ${numberWords(Math.max(0, freeMiB))} MiB`,
          remedy: "Give it less memory, or choose another pair.",
        },
      ),
    );
  if (definition.vcpus > host.cores)
    findings.push(
      finder("vcpus")(
        "block",
        "cpu",
        `${host.name} has ${numberWords(host.cores)} cores; ${definition.name} needs ${numberWords(definition.vcpus)}.`,
        {
          value: definition.vcpus,
          limit: `at most ${numberWords(host.cores)}`,
          remedy: "Give it fewer vCPU, or choose another pair.",
        },
      ),
    );
  return findings;
}

/** The definition as a machine that is not there yet, so that the rules of protection can be asked about it. */
export function asMachine(definition: MachineDefinition): ObservedVm {
  const side = definition.side ?? "a";
  return {
    kind: "vm",
    ref: `new:${definition.name}`,
    name: definition.name,
    pairRef: definition.pairRef,
    vcpus: definition.vcpus,
    memoryMiB: definition.memoryMiB,
    diskMiB: definition.diskMiB,
    mac: definition.mac ?? "",
    ip: definition.ip,
    guest: definition.guest,
    // A definition has no way to ask for one.
    passthroughDevices: [],
    desiredPower: "on",
    declared: { ...UNPROTECTED },
    activeSide: side,
    register: null,
    instances: { a: null, b: null },
    mirror: {
      legs: { [side]: "UpToDate", [otherSide(side)]: "Diskless" } as ObservedVm["mirror"]["legs"],
      generations: { a: null, b: null },
      replication: "Off",
      outOfSyncBytes: 0,
      totalBytes: definition.diskMiB * 1024 * 1024,
      resyncBytesPerSecond: 0,
      resyncSinceMs: null,
    },
    held: false,
    standbySynchronized: false,
    standbyLagMs: null,
    load: { cpuRatio: 0, dirtyBytesPerSecond: 0, writeBytesPerSecond: 0, writeP95BytesPerSecond: null },
    histories: null,
    undecided: null,
    comparison: null,
    recoveryCopy: null,
  };
}
