import type { Side } from "@v-available/domain/state";
import { hostAt, type Sim, touch } from "./sim";
import type { SimHost } from "./world/host";
import type { SimVm } from "./world/machine";

/** What is left of the clock of a processor that is too hot. */
export const THROTTLED_CLOCK_RATIO = 0.4;

export const isThrottled = ({ throttledParts = [] }: SimHost, name: string): boolean => throttledParts.includes(name);

export function setThrottled(sim: Sim, host: SimHost, name: string, throttled: boolean): void {
  const others = (host.throttledParts ?? []).filter((one) => one !== name);
  host.throttledParts = throttled ? [...others, name] : others;
  touch(sim, "host", host.ref);
}

/** How much longer all that a machine computes takes on this side: a guest waits for its slowest processor. */
export const slownessAt = (sim: Sim, vm: SimVm, side: Side): number =>
  (hostAt(sim, vm.pairRef, side).throttledParts?.length ?? 0) > 0 ? 1 / THROTTLED_CLOCK_RATIO : 1;
