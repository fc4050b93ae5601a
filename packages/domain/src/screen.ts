import type { ObservedVm } from "./observed";
import type { InstanceState } from "./state";
import type { Verdict } from "./verdict";

const WITHOUT: Partial<Record<InstanceState, string>> = {
  Stopped: "It does not run on a host of its pair: there is no screen.",
  CrashedMtbfExceeded: "It crashed too often and is not started: there is no screen.",
  Unknown: "Its host is not heard, and so its screen is not reached.",
};

/** A guest that boots, hangs or has crashed has a screen: it is looked at for just that. */
export function allowedScreen({ instances, activeSide }: Pick<ObservedVm, "instances" | "activeSide">): Verdict {
  const reason = WITHOUT[instances[activeSide] ?? "Stopped"];
  return reason === undefined ? { allowed: true } : { allowed: false, reason, untilMs: null };
}
