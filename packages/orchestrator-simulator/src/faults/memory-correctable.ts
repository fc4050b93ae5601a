import { countFault } from "../part";
import { newRun } from "../sim";
import type { SimFault } from "../world";
import type { FaultType } from "./fault-type";
import { everyForgivenPart, partOf } from "./part-subject";
import { predictedFailure } from "./predicted-failure";

/** Corrected and counted. Too many too soon foretell one that can't be. */
export const memoryCorrectable: FaultType = {
  kind: "memory-correctable",
  label: "Flip a bit in a memory module",
  clearLabel: null,
  subjects: everyForgivenPart("dimm"),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    if (countFault(sim, host, name) === "restart") return;
    const predicted: SimFault = { ...fault, id: `fault-${newRun(sim)}`, kind: "predicted-failure" };
    sim.world.faults[predicted.id] = predicted;
    predictedFailure.inject(sim, predicted);
  },
  clear: () => {},
};
