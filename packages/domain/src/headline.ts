import type { ObservedVm } from "./observed";
import type { InstanceState, ProtectionState } from "./state";

/** Whether a machine runs, apart from how well it is protected. Elsewhere: not at its pair, but at the recovery site. */
export type Power = "on" | "off" | "starting" | "stopping" | "elsewhere";

/** What one rule says of a machine where it holds. The rules are in files by what they ask; `protectionOf` orders them. */
export interface Headline {
  readonly state: ProtectionState;
  /** A plain sentence that says why the state is what it is. */
  readonly reason: string;
  /** The next step that comes without anyone; null where none is needed or only a person can help. */
  readonly next: string | null;
  readonly etaAtMs?: number | null;
  /** Since when, where the facts themselves tell. */
  readonly sinceMs?: number | null;
}

export const LIVE: ReadonlySet<InstanceState | null> = new Set(["Running", "OutputHeld", "GoingLive", "Frozen"]);
export const COMING: ReadonlySet<InstanceState | null> = new Set(["Starting", "Restarting"]);

export function powerOf(vm: ObservedVm): Power {
  if (vm.recoveryCopy?.live) return "elsewhere";
  const states = [vm.instances.a, vm.instances.b];
  const live = states.some((state) => LIVE.has(state));
  if (vm.desiredPower === "off") return live ? "stopping" : "off";
  if (live) return "on";
  return states.some((state) => COMING.has(state)) ? "starting" : "on";
}
