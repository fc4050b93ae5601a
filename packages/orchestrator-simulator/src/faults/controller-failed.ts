import { loseController, replaceController } from "../controller";
import { countFault, forgetPrediction, replacePart, setService } from "../part";
import type { FaultType } from "./fault-type";
import { everyWorkingPart, partOf } from "./part-subject";

/** It is the only one of its host, and what is broken is not kept in service for that. */
export const controllerFailed: FaultType = {
  kind: "controller-failed",
  label: "Break a disk controller",
  clearLabel: "Replace the controller",
  subjects: everyWorkingPart("controller"),
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    countFault(sim, host, name);
    setService(sim, host, name, "out");
    forgetPrediction(sim, host, name);
    loseController(sim, host);
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    replacePart(sim, host, name);
    replaceController(sim, host);
  },
};
