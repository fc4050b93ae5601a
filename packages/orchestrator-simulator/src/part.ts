import { componentAnswer, type MtbfPolicy } from "@v-available/domain/mtbf";
import type { Component } from "@v-available/domain/observed";
import { serviceOfDisk } from "./disk-retirement";
import { SLOW_P99_MS } from "./disk-wait";
import { vmsOnDisk } from "./lost-leg";
import { bytesOfMiB } from "./mirror";
import { mtbfRuleOf } from "./mtbf-rule";
import { type Sim, touch, wallMs } from "./sim";
import { isThrottled, THROTTLED_CLOCK_RATIO } from "./throttle";
import type { SimFault, World } from "./world";
import type { PartRecord, SimDisk, SimHost } from "./world/host";

/** Where the clients come in. */
export const BUSINESS_PORT = "nic-business";

/** What every host is built of, besides its disks. */
const PARTS = [
  ["cpu", "cpu-0"],
  ["cpu", "cpu-1"],
  ["dimm", "dimm-0"],
  ["dimm", "dimm-1"],
  ["fan", "fan-0"],
  ["fan", "fan-1"],
  ["psu", "psu-0"],
  ["psu", "psu-1"],
  ["controller", "controller-0"],
  ["nic", "nic-a"],
  ["nic", "nic-b"],
  ["nic", BUSINESS_PORT],
] as const satisfies readonly (readonly [Component["kind"], string])[];
export type PartKind = (typeof PARTS)[number][0];

/** Of a part that fails for months the latest are enough to judge it by. */
export const KEPT_FAULTS = 10;

const recordOf = ({ partRecords }: SimHost, name: string): PartRecord =>
  partRecords?.[name] ?? { service: "in", faultTimesMs: [] };

export const serviceOf = (host: SimHost, name: string): Component["service"] => recordOf(host, name).service;

export const PREDICTED_KINDS = ["cpu", "dimm", "fan", "psu", "controller"] as const satisfies readonly PartKind[];

export const namesOf = (kind: PartKind): string[] =>
  PARTS.flatMap(([partKind, name]) => (partKind === kind ? [name] : []));

/** Parts of a kind that another one could stand in for. */
export const sparedParts = (host: SimHost, kind: PartKind): string[] =>
  namesOf(kind).filter((name) => namesOf(kind).some((other) => other !== name && serviceOf(host, other) !== "out"));

/** As they are told: a part that never failed has no record. */
export function componentsOf(sim: Sim, host: SimHost): Component[] {
  const { world } = sim;
  const told = ({ service, faultTimesMs }: PartRecord) => ({
    service,
    faultTimesMs: faultTimesMs.map((atMs) => wallMs(world, atMs)),
    latencyP99Ms: null,
    usedRatio: null,
    clockRatio: null,
  });
  return [
    ...PARTS.map(([kind, name]) => ({
      kind,
      name,
      ...told(recordOf(host, name)),
      clockRatio: kind !== "cpu" ? null : isThrottled(host, name) ? THROTTLED_CLOCK_RATIO : 1,
    })),
    ...host.disks.map((disk) => ({
      kind: "disk" as const,
      name: disk.name,
      ...told({ service: serviceOfDisk(sim, host, disk), faultTimesMs: disk.faultTimesMs }),
      latencyP99Ms: disk.slow ? SLOW_P99_MS : null,
      usedRatio: usedRatioOf(sim, host, disk),
    })),
  ];
}

const DISK_BYTES = 16e12;

function usedRatioOf(sim: Sim, host: SimHost, disk: SimDisk): number {
  if (host.storageFull) return 1;
  const mebibytes = vmsOnDisk(sim, host, disk).reduce((sum, { diskMiB }) => sum + diskMiB, 0);
  // Two decimals are what anyone can see; only a fault fills it.
  return Math.min(0.9, Math.round((100 * bytesOfMiB(mebibytes)) / DISK_BYTES) / 100);
}

/** A part failed once more. @returns what the guard makes of it; "never-restart" is for one that is broken */
export function countFault(
  sim: Sim,
  host: SimHost,
  name: string,
  mtbf?: MtbfPolicy,
): ReturnType<typeof componentAnswer> {
  const { service, faultTimesMs } = recordOf(host, name);
  keep(sim, host, name, { service, faultTimesMs: [...faultTimesMs, sim.world.nowMs].slice(-KEPT_FAULTS) });
  const all = componentsOf(sim, host);
  const part = all.find((one) => one.name === name);
  if (!part) throw new Error(`${host.name} has no ${name}`);
  const others = all.filter((one) => one.kind === part.kind && one !== part);
  const rule = mtbfRuleOf(sim, host.pairRef);
  return componentAnswer(part, others, { mtbf: mtbf ?? rule.policy, mtbfThresholdMs: rule.thresholdMs });
}

/** Within the window by which the guard judges hosts. */
export const failedLately = (sim: Sim, host: SimHost, name: string): boolean => {
  const { thresholdMs } = mtbfRuleOf(sim, host.pairRef);
  return recordOf(host, name).faultTimesMs.some((atMs) => sim.world.nowMs - atMs < thresholdMs.host);
};

/** It is broken: out of service, unless the host has no other of its kind. */
export function breakPart(sim: Sim, host: SimHost, name: string): void {
  const answer = countFault(sim, host, name, "never-restart");
  setService(sim, host, name, answer === "latch" ? "out" : "at-risk");
  forgetPrediction(sim, host, name);
}

/** What was predicted of it has happened. */
export function forgetPrediction(sim: Sim, host: SimHost, name: string): void {
  const predicted = predictionOf(sim.world, host, name);
  if (predicted) delete sim.world.faults[predicted.id];
}

export const predictionOf = ({ faults }: World, host: SimHost, name: string): SimFault | undefined =>
  Object.values(faults).find(
    ({ kind, subjectRef }) => kind === "predicted-failure" && subjectRef === `${host.ref}/${name}`,
  );

export const setService = (sim: Sim, host: SimHost, name: string, service: Component["service"]): void =>
  keep(sim, host, name, { ...recordOf(host, name), service });

/** Another one takes its place: nothing is known against that one. */
export function replacePart(sim: Sim, host: SimHost, name: string): void {
  const { [name]: _, ...others } = host.partRecords ?? {};
  host.partRecords = others;
  touch(sim, "host", host.ref);
}

function keep(sim: Sim, host: SimHost, name: string, record: PartRecord): void {
  host.partRecords = { ...host.partRecords, [name]: record };
  touch(sim, "host", host.ref);
}
