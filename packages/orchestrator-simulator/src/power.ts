import { restore } from "@v-available/pair-protocol/step";
import { isAgentLatched, tellCrash } from "./agent-crash";
import { CAPABILITIES } from "./capability";
import { reviewLockstep } from "./lockstep";
import { endProcess, guardOf, sayGuestCrashed, sayStopped } from "./machine-process";
import { reviewMirrors } from "./mirror";
import { reviewRecovery } from "./recovery";
import { askAgain, hasHeardOf, hearRecovery } from "./recovery-word";
import { after, hostOf, monotonicMs, newRun, pairOf, type Sim, tell, touch, vmsOf, witnessOf } from "./sim";
import { touchWitnesses, witnessViewRef } from "./witness-view";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

export const touchHost = (sim: Sim, host: SimHost): void => {
  touch(sim, "host", host.ref);
  touchWitnesses(sim, host.pairRef);
  for (const vm of vmsOf(sim, host.pairRef)) touch(sim, "vm", vm.ref);
};

/** After anything happened to hardware: mirrors and standbys that lost their way stop there. */
export function reviewHardware(sim: Sim, pairRef: string): void {
  reviewMirrors(sim, pairRef);
  reviewLockstep(sim, pairRef);
  reviewRecovery(sim, pairRef);
}

/** Everything in the host's memory is gone; what is on its disks stays. */
export function losePower(sim: Sim, host: SimHost): void {
  host.power = "off";
  host.bootRun = newRun(sim);
  stopAgent(sim, host);
  // What runs on its side runs on the host that replaced it.
  if (host.strayed) return;
  host.replicas = [];
  host.watchdog = {};
  host.watchdogAtMs = null;
  for (const vm of vmsOf(sim, host.pairRef)) endProcess(sim, vm, host.side);
  reviewHardware(sim, host.pairRef);
  touchHost(sim, host);
}

/** It stays off, whatever else would let it start, until this fault is cleared. */
export function keepOff(sim: Sim, host: SimHost, faultId: string): void {
  losePower(sim, host);
  host.keptOffBy = [...(host.keptOffBy ?? []), faultId];
}

export function letStart(sim: Sim, host: SimHost, faultId: string): void {
  host.keptOffBy = host.keptOffBy?.filter((id) => id !== faultId) ?? [];
  givePower(sim, host);
}

export function givePower(sim: Sim, host: SimHost): void {
  if (host.power !== "off" || (host.keptOffBy?.length ?? 0) > 0) return;
  host.power = "booting";
  touch(sim, "host", host.ref);
  after(sim, sim.world.settings.hostBootMs, { kind: "host-booted", hostRef: host.ref, bootRun: host.bootRun });
}

export function hostBooted(sim: Sim, { hostRef, bootRun }: EventOf<"host-booted">): void {
  const host = hostOf(sim, hostRef);
  if (host.bootRun !== bootRun || host.power !== "booting") return;
  host.power = "on";
  host.upSinceMs = sim.world.nowMs;
  host.sleptAtBootMs = pairOf(sim, host.pairRef).sleptMs ?? 0;
  reviewRecovery(sim, host.pairRef);
  if (!isAgentLatched(sim, host)) startAgent(sim, host);
  touchHost(sim, host);
}

/** Only the agent: machines, the mirror of a running one and the watchdog go on without it. */
export function stopAgent(sim: Sim, host: SimHost): void {
  host.agentUp = false;
  host.agentRun = newRun(sim);
  host.protocol = null;
  host.tickAtMs = null;
  touchHost(sim, host);
}

export function crashAgent(sim: Sim, host: SimHost): void {
  stopAgent(sim, host);
  after(sim, sim.world.settings.agentRestartMs, { kind: "agent-started", hostRef: host.ref, agentRun: host.agentRun });
}

export function agentStarted(sim: Sim, { hostRef, agentRun }: EventOf<"agent-started">): void {
  const host = hostOf(sim, hostRef);
  if (host.power !== "on" || host.agentUp || host.agentRun !== agentRun) return;
  startAgent(sim, host);
  tellCrash(sim, host);
}

/** Reads what is durable and reports, machine by machine, what is found. */
export function startAgent(sim: Sim, host: SimHost): void {
  const pair = pairOf(sim, host.pairRef);
  hearRecovery(sim, host);
  host.agentUp = true;
  host.agentRun = newRun(sim);
  host.tickAtMs = null;
  host.protocol = restore(host.durable, {
    identity: {
      pairRef: pair.ref,
      side: host.side,
      ...(host.member ? { member: host.member } : {}),
      hostRefs: host.strayed ? { ...pair.hosts, [host.side]: host.ref } : pair.hosts,
      witnesses: pair.witnessRefs.map((ref) => ({
        ref: witnessViewRef(ref, pair.ref),
        name: witnessOf(sim, ref).name,
      })),
      servesFromPartner: CAPABILITIES["serve-from-partner"].supported,
    },
    nowMs: monotonicMs(sim, host),
    incarnation: newRun(sim),
  });
  if (host.strayed) {
    // It lost power before it was replaced: nothing of it runs, and what it finds on its disks is old.
    for (const vmRef in host.durable?.vms) sayStopped(sim, host, vmRef, false);
    tell(sim, host, { kind: "tick" });
    return;
  }
  for (const vm of vmsOf(sim, host.pairRef)) reportFound(sim, host, vm);
  if (vmsOf(sim, host.pairRef).some((vm) => !hasHeardOf(sim, host, vm))) askAgain(sim, host);
  tell(sim, host, { kind: "tick" });
  touchHost(sim, host);
}

/** What became of the copy comes first: nothing may be started from one that is not there. What runs judges the rest. */
function reportFound(sim: Sim, host: SimHost, vm: SimVm): void {
  const vmRef = vm.ref;
  const { side } = host;
  const leg = vm.legs[side];
  if (leg?.failed || leg?.replacedUntold)
    tell(sim, host, { kind: "leg", vmRef, event: "failed", ...(leg.lostBy && { fault: leg.lostBy }) });
  if (leg?.replacedUntold) {
    tell(sim, host, { kind: "leg", vmRef, event: "replaced" });
    delete leg.replacedUntold;
  }
  const instance = vm.instances[side];
  // While nothing is told of it nothing is started.
  if (!instance && !hasHeardOf(sim, host, vm)) return;
  if (instance?.role === "active") reportRunning(sim, host, vm);
  else sayStopped(sim, host, vmRef, false);
  if (host.replicas.includes(vmRef)) tell(sim, host, { kind: "replica", vmRef, event: "serving" });
  if (instance?.role !== "standby") return;
  tell(sim, host, { kind: "standby", vmRef, event: "ready" });
  if (instance.state === "Synchronized") tell(sim, host, { kind: "standby", vmRef, event: "synchronized" });
}

/** A machine of which nothing could be told when the agent started. */
export function reportMissed(sim: Sim, host: SimHost, vm: SimVm): void {
  if (host.protocol?.vms[vm.ref]?.instance === "unknown") reportFound(sim, host, vm);
}

function reportRunning(sim: Sim, host: SimHost, vm: SimVm): void {
  const vmRef = vm.ref;
  const { mirror, lockstep } = vm;
  const inLockstep = lockstep !== null && lockstep.state !== "copying";
  const guardUntilMs = guardOf(sim, host, vmRef);
  tell(sim, host, { kind: "instance", vmRef, event: "running", guardUntilMs, lockstep: inLockstep });
  if (mirror?.state === "established") tell(sim, host, { kind: "mirror", vmRef, event: "established" });
  if (lockstep?.state === "broken") tell(sim, host, { kind: "lockstep", vmRef, event: "lost" });
  else if (mirror?.state === "broken") tell(sim, host, { kind: "mirror", vmRef, event: "lost" });
  if (vm.guestCrashed) sayGuestCrashed(sim, host, vm);
  if (vm.migration?.paused && vm.migration.from === host.side)
    tell(sim, host, { kind: "instance", vmRef, event: "switchover-ready" });
}
