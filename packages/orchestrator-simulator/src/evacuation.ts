import type { Component } from "@v-available/domain/observed";
import { isThrottledCpu } from "@v-available/domain/part-limit";
import { Refusal } from "@v-available/domain/refusal";
import { otherSide } from "@v-available/domain/state";
import type { Reason } from "@v-available/pair-protocol/input";
import { askHost } from "./ask-host";
import { checkCommand } from "./command";
import { isHeard } from "./heard";
import { activeInstance } from "./machine-process";
import { after, hostOf, newRun, partnerHost, type Sim, vmsOf } from "./sim";
import { observeHost } from "./view";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";
import type { EventOf } from "./world-event";

/** How soon its agent sees what is wrong with a part. Never at once: what comes in at that moment comes first. */
const SEEN_AFTER_MS = 1_000;
const ASK_AGAIN_MS = 10_000;

/** Its agent moves the machines that may move, by the planned switch, until the host can be counted on again. */
export function beginEvacuation(sim: Sim, host: SimHost): void {
  if (host.evacuationRun != null) return;
  host.evacuationRun = newRun(sim);
  after(sim, SEEN_AFTER_MS, { kind: "evacuation-due", hostRef: host.ref, run: host.evacuationRun });
}

export function evacuationDue(sim: Sim, event: EventOf<"evacuation-due">): void {
  const host = hostOf(sim, event.hostRef);
  if (host.evacuationRun !== event.run) return;
  const because = whyLeave(host, observeHost(sim, host).components);
  if (because === null) {
    host.evacuationRun = null;
    return;
  }
  // From one host that is not sound to another is no better place.
  if (isHeard(host) && observeHost(sim, partnerHost(sim, host)).state === "Running")
    for (const vm of vmsOf(sim, host.pairRef)) if (mayLeave(host, vm)) move(sim, host, vm, because);
  after(sim, ASK_AGAIN_MS, event);
}

function whyLeave({ name: host }: SimHost, components: readonly Component[]): Reason | null {
  const named = (suits: (part: Component) => boolean, what: string) => {
    const names = components.filter(suits).map(({ name }) => name);
    return names.length > 0 ? [`${names.join(" and ")} of ${host} ${what}`] : [];
  };
  const reasons = [
    ...named(({ service }) => service === "at-risk", "may fail"),
    ...named(isThrottledCpu, "can't keep its clock for heat"),
  ];
  if (reasons.length === 0) return null;
  const mayFail = components.some(({ service }) => service === "at-risk");
  return { faultKind: mayFail ? "predicted-failure" : "cpu-thermal-throttle", words: reasons.join(", and ") };
}

/** It runs here, and is not on its way already. */
const mayLeave = ({ protocol, side }: SimHost, vm: SimVm): boolean =>
  activeInstance(vm, side) !== null && protocol?.vms[vm.ref]?.switching === null;

/** One that may not move now stays, and is asked for again. */
function move(sim: Sim, host: SimHost, vm: SimVm, because: Reason): void {
  const to = otherSide(host.side);
  try {
    checkCommand(sim, { kind: "vm.switch-active", vmRef: vm.ref, to });
    askHost(sim, host, { kind: "switch-active", vmRef: vm.ref, to, because }, `evacuation-${newRun(sim)}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
