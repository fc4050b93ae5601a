import { countAgentCrash, forgiveAgent } from "../agent-crash";
import { crashAgent, stopAgent } from "../power";
import { hostOf } from "../sim";
import type { FaultType } from "./fault-type";
import { everyHostWithAgent } from "./subject";

/** The host restarts its agent by itself, until that fails too often; machines run on meanwhile. */
export const agentCrash: FaultType = {
  kind: "agent-crash",
  label: "Kill the agent of a host",
  clearLabel: "Start the agent again",
  subjects: everyHostWithAgent,
  inject: (sim, fault) => {
    const host = hostOf(sim, fault.subjectRef);
    if (countAgentCrash(sim, host) === "latch") {
      stopAgent(sim, host);
      return;
    }
    crashAgent(sim, host);
    delete sim.world.faults[fault.id];
  },
  clear: (sim, fault) => forgiveAgent(sim, hostOf(sim, fault.subjectRef)),
};
