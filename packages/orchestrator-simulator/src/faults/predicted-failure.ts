import { beginEvacuation } from "../evacuation";
import { replacePart, setService } from "../part";
import type { FaultType } from "./fault-type";
import { everySoundPart, partOf } from "./part-subject";

/** Nothing has failed yet: machines that may move go to the partner in time. */
export const predictedFailure: FaultType = {
  kind: "predicted-failure",
  label: "Predict that a part will fail",
  clearLabel: "Replace the part",
  subjects: everySoundPart,
  inject: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    setService(sim, host, name, "at-risk");
    beginEvacuation(sim, host);
  },
  clear: (sim, fault) => {
    const { host, name } = partOf(sim, fault);
    replacePart(sim, host, name);
  },
};
