import { type Finding, finder } from "./finding";
import type { ObservedVm } from "./observed";
import { hostName, type PairFacts } from "./pair-facts";
import { listWords } from "./wording";

/** A device of one host stays with it: a machine that uses one can neither start elsewhere nor run in step with a copy. */
export function passthrough(vm: ObservedVm, facts: PairFacts): Finding {
  const find = finder("protection");
  const here = hostName(facts, vm.activeSide);
  const devices = vm.passthroughDevices;
  if (!devices)
    return find("warn", "passthrough", `Whether ${vm.name} uses a device of ${here} directly is not known.`, {
      limit: "none",
      remedy: "Look at its definition on the host: with such a device it could not start elsewhere.",
    });
  const named = listWords(devices);
  return devices.length === 0
    ? find("pass", "passthrough", `${vm.name} uses no device of ${here} directly.`, { value: 0, limit: "none" })
    : find("block", "passthrough", `${vm.name} uses ${named} of ${here} directly and could not start without it.`, {
        value: named,
        limit: "none",
        remedy: `Take ${named} out of ${vm.name}, or leave it Unprotected.`,
      });
}
