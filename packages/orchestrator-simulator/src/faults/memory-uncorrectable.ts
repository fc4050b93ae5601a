import { breakPart, replacePart } from "../part";
import { givePower, losePower } from "../power";
import type { FaultType } from "./fault-type";
import { everyWorkingPart, partOf } from "./part-subject";

/** What was in memory can't be trusted: the host goes down at once and boots again without the broken module. */
export const memoryUncorrectable: FaultType = {
  kind: "memory-uncorrectable",
  label: "Break a memory module",
  clearLabel: "Replace the module",
  subjects: everyWorkingPart("dimm"),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    breakPart(sim, host, name);
    losePower(sim, host);
    givePower(sim, host);
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    replacePart(sim, host, name);
  },
};
