import { givePower, losePower } from "./power";
import { after, hostOf, type Sim } from "./sim";
import type { SimHost } from "./world/host";
import type { EventOf } from "./world-event";

/**
 * It answers nothing and runs nothing from here on. It would not go on by itself either, so what was in its memory is
 * given up now; the host only starts again once its watchdog fences it.
 */
export function hangHypervisor(sim: Sim, host: SimHost): void {
  const waitMs = Math.max(0, fencedAtMs(sim, host) - sim.world.nowMs);
  losePower(sim, host);
  after(sim, waitMs, { kind: "host-fenced", hostRef: host.ref, bootRun: host.bootRun });
}

/** Nobody vouches for its machines any more: the first deadline that is over resets it, a lease from now at the latest. */
const fencedAtMs = ({ world }: Sim, { watchdog }: SimHost): number =>
  Math.min(world.nowMs + world.settings.timing.leaseMs, ...Object.values(watchdog));

export function hostFenced(sim: Sim, { hostRef, bootRun }: EventOf<"host-fenced">): void {
  const host = hostOf(sim, hostRef);
  if (host.bootRun === bootRun) givePower(sim, host);
}
