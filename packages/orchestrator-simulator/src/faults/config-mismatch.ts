import { hostOf, type Sim, touch } from "../sim";
import type { SimFault } from "../world";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

const hide = (sim: Sim, { subjectRef }: SimFault, hides: boolean) => {
  const host = hostOf(sim, subjectRef);
  if (hides) host.hidesCpuFeature = true;
  else delete host.hidesCpuFeature;
  touch(sim, "host", host.ref);
};

/** What runs goes on. Nothing is brought into lockstep over hosts that differ, and admission says what by. */
export const configMismatch: FaultType = {
  kind: "config-mismatch",
  label: "Load other microcode on a host: it hides a processor feature",
  clearLabel: "Load the same microcode on both",
  subjects: everyHost,
  inject: (sim, fault) => hide(sim, fault, true),
  clear: (sim, fault) => hide(sim, fault, false),
};
