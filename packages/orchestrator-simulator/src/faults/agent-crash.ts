import { crashAgent } from "../power";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHost } from "./subject";

/** The host restarts its agent by itself; machines run on meanwhile. */
export const agentCrash: FaultType = {
  kind: "agent-crash",
  label: "Kill the agent of a host",
  clearLabel: null,
  subjects: everyHost,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    if (host.agentUp) crashAgent(sim, host);
  },
  clear: () => {},
};
