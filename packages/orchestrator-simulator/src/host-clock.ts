import { after, hostOf, monotonicMs, type Sim, tell, touch } from "./sim";
import type { SimHost } from "./world/host";
import type { EventOf } from "./world-event";

/** How soon a host sees that its two clocks no longer go together. */
const NOTICED_AFTER_MS = 1_000;

/** So that its own clock is there as well. */
const ROUNDING_MS = 1;

/** By how much its wall clock is ahead. One that is set right slowly stops there. */
export function clockOffsetMs(sim: Sim, { clock }: SimHost): number {
  if (!clock) return 0;
  const offsetMs = clock.offsetMs + clock.gainPerMs * (sim.world.nowMs - clock.atMs);
  return clock.gainPerMs < 0 ? Math.max(0, offsetMs) : offsetMs;
}

export function runClock(sim: Sim, host: SimHost, gainPerMs: number, offsetMs = clockOffsetMs(sim, host)): void {
  host.clock = { offsetMs: Math.max(0, offsetMs), atMs: sim.world.nowMs, gainPerMs };
  touch(sim, "host", host.ref);
}

export function stepClock(sim: Sim, host: SimHost, stepMs: number): void {
  runClock(sim, host, host.clock?.gainPerMs ?? 0, clockOffsetMs(sim, host) + stepMs);
  const { ref, agentRun } = host;
  after(sim, NOTICED_AFTER_MS, { kind: "clock-step-noticed", hostRef: ref, agentRun, stepMs });
}

/** An agent that was started since knows no other time than this. */
export function clockStepNoticed(sim: Sim, { hostRef, agentRun, stepMs }: EventOf<"clock-step-noticed">): void {
  const host = hostOf(sim, hostRef);
  if (host.agentRun !== agentRun) return;
  tell(sim, host, { kind: "clock", stepMs });
  touch(sim, "host", hostRef);
  after(sim, sim.world.settings.timing.clockSteadyMs + ROUNDING_MS, { kind: "clock-steady", hostRef });
}

/** It says so, and not only with its next figures. */
export const clockSteady = (sim: Sim, { hostRef }: EventOf<"clock-steady">): void => touch(sim, "host", hostRef);

export const isClockSteady = (sim: Sim, host: SimHost): boolean =>
  (host.protocol?.clockSteadyFromMs ?? Number.NEGATIVE_INFINITY) <= monotonicMs(sim, host);
