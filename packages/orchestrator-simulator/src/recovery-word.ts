import type { Durable } from "@v-available/pair-protocol/durable";
import { isUp, linkOfKind } from "./network";
import { after, hostOf, pairOf, type Sim, vmsOf, witnessOf } from "./sim";
import { usedWitness } from "./witness-view";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

/**
 * A host that comes up may hold the only copy that counted when it went down, and would start it without asking anybody.
 * So of a machine that is copied elsewhere it first hears the recovery site, or the witness, of what was declared meanwhile.
 */
const ASK_EVERY_MS = 1_000;

const isCopied = (vm: SimVm): boolean => (vm.recovery?.point ?? null) !== null;

const reachesRecovery = (sim: Sim, { pairRef }: SimHost): boolean =>
  pairOf(sim, pairRef).recovery !== undefined && isUp(linkOfKind(sim, pairRef, "wan"));

/** Whether this host knows by now what became of the machine while it was down. */
export function hasHeardOf(sim: Sim, host: SimHost, vm: SimVm): boolean {
  if (!isCopied(vm) || reachesRecovery(sim, host)) return true;
  const answeredAtMs = witnessOf(sim, usedWitness(sim, host.pairRef)).seenBy[host.ref]?.atMs;
  return answeredAtMs !== undefined && answeredAtMs >= host.upSinceMs;
}

/** What the recovery site says, as it would be of any newer epoch. */
export function hearRecovery(sim: Sim, host: SimHost): void {
  if (!reachesRecovery(sim, host)) return;
  for (const vm of vmsOf(sim, host.pairRef)) {
    const register = vm.recovery?.live?.register;
    if (!register) continue;
    const told = (durable: Durable): Durable => {
      const known = durable.vms[vm.ref];
      if (!known || known.register.epoch >= register.epoch) return durable;
      return {
        ...durable,
        vms: { ...durable.vms, [vm.ref]: { ...known, undecided: false, rightLegId: null, register, pending: null } },
      };
    };
    if (host.durable) host.durable = told(host.durable);
    if (host.protocol) host.protocol = { ...host.protocol, durable: told(host.protocol.durable) };
  }
}

export function askAgain(sim: Sim, { ref, agentRun }: SimHost): void {
  after(sim, ASK_EVERY_MS, { kind: "recovery-asked", hostRef: ref, agentRun });
}

/** @param report to be told of each machine of which nothing could be said before */
export function recoveryAsked(
  sim: Sim,
  { hostRef, agentRun }: EventOf<"recovery-asked">,
  report: (host: SimHost, vm: SimVm) => void,
): void {
  const host = hostOf(sim, hostRef);
  if (host.agentRun !== agentRun || !host.protocol) return;
  hearRecovery(sim, host);
  const machines = vmsOf(sim, host.pairRef);
  for (const vm of machines) if (hasHeardOf(sim, host, vm)) report(host, vm);
  if (machines.some((vm) => !hasHeardOf(sim, host, vm))) askAgain(sim, host);
}
