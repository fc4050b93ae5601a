import { otherSide, SIDES, type Side } from "@v-available/domain/state";
import { endProcess, newLeg } from "./driver";
import { forgetQuestion } from "./question";
import { report, reviewConnections } from "./wire";
import type { World } from "./world";

/** The disk under a leg refuses everything from now on: what is copied from it or served of it ends. */
export function failLeg(world: World, side: Side, vmRef: string): void {
  const host = world.hosts[side];
  const leg = host.legs[vmRef];
  if (leg && world.servesFromPartner) {
    leg.failed = true;
    delete host.replicas[vmRef];
    const process = host.processes[vmRef];
    if (process?.mirror === "resyncing") {
      process.mirror = "off";
      process.session = 0;
      report(world, side, { kind: "mirror", vmRef, copy: process.copy, event: "lost" });
    }
    reviewConnections(world);
  }
  report(world, side, { kind: "leg", vmRef, event: "failed" });
}

/**
 * Blocks of the copy that nothing reads are not those of the other one, of a machine whose writes go to both.
 * @param either whether that copy is wrong for certain, or may be as right as the other
 * @returns where it runs
 */
export function spoilCopy(world: World, vmRef: string, either: boolean): Side | null {
  const agentsUp = SIDES.every((side) => world.hosts[side].state?.vms[vmRef] !== undefined);
  for (const side of agentsUp ? SIDES : []) {
    const process = world.hosts[side].processes[vmRef];
    const leg = world.hosts[otherSide(side)].legs[vmRef];
    const counted = SIDES.every((one) => {
      const { register, pending } = world.hosts[one].durable?.vms[vmRef] ?? {};
      return register?.owner === side && register.inSync.length === 2 && pending === null;
    });
    if (!counted || process?.mirror !== "established" || process.detached || process.paused || !leg) continue;
    if (leg.failed || leg.torn) continue;
    const machine = world.machines[vmRef];
    if (either && machine) {
      leg.asks = true;
      machine.question = { side: otherSide(side), givenUp: [] };
    } else {
      leg.torn = true;
      leg.differs = true;
    }
    return side;
  }
  return null;
}

/**
 * An empty disk in the place of the broken one, at work from the moment in which the agent learns of it. A process that had
 * not left the broken one is gone with it.
 */
export function replaceLeg(world: World, side: Side, vmRef: string): void {
  const host = world.hosts[side];
  if (!host.legs[vmRef]?.failed) return;
  host.legs[vmRef] = { ...newLeg(), torn: true };
  forgetQuestion(world, side, vmRef);
  if (!host.processes[vmRef]?.detached) endProcess(world, host, vmRef, false);
  reviewConnections(world);
}
