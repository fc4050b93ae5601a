import { otherSide, type Side } from "@v-available/domain/state";
import type { InputFact, StandbyFault } from "../src/input";
import { PATHS, type Path } from "../src/message";
import { plan } from "./agenda";
import { between, next } from "./chance";
import type { Happening, World } from "./world";

/** Everything that takes time in the world: messages, requests, reports of the driver. */

export const isOpen = (world: World, path: Path, from: Side): boolean =>
  from === "a" ? world.paths[path].ab : world.paths[path].ba;

/** The mirror's connection runs over either availability link and needs both directions. */
export function linked(world: World): boolean {
  const { paths, hosts } = world;
  if (!hosts.a.powered || !hosts.b.powered) return false;
  const a = paths["link-a"];
  const b = paths["link-b"];
  return (a.ab && a.ba) || (b.ab && b.ba);
}

export const anyPath = (world: World, from: Side): boolean => PATHS.some((path) => isOpen(world, path, from));

/** Sends with the network's loss, doubling and lateness. */
export function travel(world: World, happening: Happening, fastMs = 1): void {
  const { chance, network } = world;
  if (next(chance) < network.lossRatio) return;
  const copies = next(chance) < network.doubleRatio ? 2 : 1;
  for (let copy = 0; copy < copies; copy++) {
    const late = copy === 1 || next(chance) < network.lateRatio;
    const delayMs = late ? between(chance, fastMs, network.lateMs) : between(chance, fastMs, fastMs + 40);
    plan(world.agenda, world.nowMs + delayMs, happening);
  }
}

/** The storage connection: ordered and without loss while it stands, so only delay is modelled. */
export function stream(world: World, happening: Happening): void {
  plan(world.agenda, world.nowMs + between(world.chance, 1, 15), happening);
}

/** A driver's word on one machine. Words on the same machine keep their order. */
export function report(world: World, side: Side, fact: InputFact, fromMs = 2, toMs = 60): void {
  const host = world.hosts[side];
  if (host.state === null) return;
  const vmRef = "vmRef" in fact ? fact.vmRef : "";
  const atMs = Math.max(world.nowMs + between(world.chance, fromMs, toMs), host.lastReportAtMs[vmRef] ?? 0);
  host.lastReportAtMs[vmRef] = atMs;
  plan(world.agenda, atMs, { kind: "report", side, life: host.agentLife, fact });
}

/** Ends every connection that no longer stands, on both of its ends. Called after anything that may have cut one. */
export function reviewConnections(world: World): void {
  const up = linked(world);
  for (const side of ["a", "b"] as const) {
    const host = world.hosts[side];
    const there = world.hosts[otherSide(side)];
    for (const vmRef in host.processes) {
      const process = host.processes[vmRef];
      if (process === undefined || process.session === 0) continue;
      const standbyGone = process.lockstep && there.standbys[vmRef] === undefined;
      const stands = up && there.replicas[vmRef]?.session === process.session && !standbyGone;
      if (stands) continue;
      process.session = 0;
      const was = process.mirror;
      process.mirror = was === "established" ? "lost" : "off";
      if (process.lockstep) report(world, side, { kind: "lockstep", vmRef, event: "lost" }, 5, 300);
      else report(world, side, { kind: "mirror", vmRef, copy: process.copy, event: "lost" }, 5, 300);
    }
  }
}

/** The active side's driver finds that a standby which answers is worth nothing, and lets go of it. */
export function dropStandby(world: World, vmRef: string, fault: StandbyFault): void {
  for (const side of ["a", "b"] as const) {
    const process = world.hosts[side].processes[vmRef];
    const there = world.hosts[otherSide(side)];
    if (!process?.lockstep || process.session === 0 || !there.standbys[vmRef]?.synchronized) continue;
    delete there.standbys[vmRef];
    report(world, otherSide(side), { kind: "standby", vmRef, event: "lost" });
    process.session = 0;
    process.mirror = "lost";
    report(world, side, { kind: "lockstep", vmRef, event: "lost", fault });
  }
}
