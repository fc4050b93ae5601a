import { crashAgent } from "../power";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHostWithAgent } from "./subject";

/** The host restarts its agent by itself; machines run on meanwhile. */
export const agentCrash: FaultType = {
  kind: "agent-crash",
  label: "Kill the agent of a host",
  clearLabel: null,
  subjects: everyHostWithAgent,
  inject: (sim, fault) => crashAgent(sim, hostOf(sim, fault.subjectRef)),
  clear: () => {},
};
